-- How do the stated totals compare with what China's customs reported for the same period?
-- What Russia tells of as its exports stands apart from what China tells of as its imports: the flow is the same.
SELECT period_start, period_end, flow, metric, value_usd, figures, reference_usd, deviation_pct, reference_source
FROM trade_by_month
WHERE region IS NULL AND commodity IS NULL AND reference_usd IS NOT NULL AND figures > 0
ORDER BY period_end DESC, months DESC, flow, metric;
