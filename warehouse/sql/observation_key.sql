CASE
    WHEN TRY_CAST(period_start AS DATE) IS NOT NULL AND modifier IN ('exact', 'about') AND metric <> 'other'
        AND usd_source IS DISTINCT FROM 'in doubt'
        THEN md5_number_lower(concat(
            metric, '|', flow, '|', region, '|', commodity, '|', period_start, '|', coalesce(period_end, period_start),
            '|', unit, '|', measure, '|', direction, '|', basis
        ))
END
