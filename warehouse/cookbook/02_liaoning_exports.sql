-- How have Liaoning's exports to Russia developed?
-- One line a period and kind of goods: several outlets that state the same are one observation with a spread.
SELECT period_start, period_end, commodity, unit, value, lowest, highest, value_usd, publishers, figure_ids
FROM observation
WHERE region = 'CN-LN' AND metric = 'exports' AND flow = 'CN>RU' AND measure = 'level'
ORDER BY period_end, period_start, commodity, unit;
