CASE
    WHEN TRY_CAST(period_start AS DATE) IS NOT NULL AND modifier IN ('exact', 'about') AND metric <> 'other'
        AND usd_source IS DISTINCT FROM 'in doubt'
        -- so many tonnes of goods that no list has are not all goods
        AND NOT (
            metric IN ('exports', 'imports') AND commodity IS NULL AND measure = 'level'
            AND (unit = 'TEU' OR NOT regexp_full_match(unit, '[A-Z]{3}|%|pp|times'))
        )
        THEN md5_number_lower(concat(
            metric, '|', flow, '|', region, '|', commodity, '|', period_start, '|', coalesce(period_end, period_start),
            '|', unit, '|', measure, '|', direction, '|', basis,
            '|' || place, '|' || counted
        ))
END
