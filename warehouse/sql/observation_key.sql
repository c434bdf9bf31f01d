CASE
    WHEN TRY_CAST(period_start AS DATE) IS NOT NULL AND modifier IN ('exact', 'about') AND metric <> 'other'
        AND usd_source IS DISTINCT FROM 'in doubt'
        THEN md5_number_lower(concat_ws(
            '|', metric, coalesce(flow, ''), coalesce(region, ''), coalesce(commodity, ''), period_start,
            coalesce(period_end, period_start), unit, measure, coalesce(direction, ''), coalesce(basis, '')
        ))
END
