-- How do the stated totals compare with what China's customs reported for the same period?
SELECT period_start, period_end, flow, value_usd, figures, reference_usd, deviation_pct, reference_source
FROM trade_by_month
WHERE region IS NULL AND commodity IS NULL AND reference_usd IS NOT NULL AND figures > 0
ORDER BY period_end DESC, months DESC, flow;
