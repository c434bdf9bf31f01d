-- What did Russia ship to China, by goods: the newest figures of each?
SELECT commodity, value, unit, value_usd, measure, direction, period_start, period_end, quote
FROM figure
WHERE flow = 'RU>CN' AND commodity IS NOT NULL AND measure IN ('level', 'change')
QUALIFY row_number() OVER (PARTITION BY commodity, unit, measure ORDER BY period_end DESC NULLS LAST, figure_id DESC) = 1
ORDER BY commodity, measure;
