-- What did Russia ship to China, by goods: the newest statistic of each?
SELECT commodity, unit, measure, direction, value, value_usd, period_start, period_end, publishers, figure_ids
FROM observation
WHERE
    flow = 'RU>CN' AND metric IN ('exports', 'imports') AND commodity IS NOT NULL AND region IS NULL
    AND measure IN ('level', 'change')
QUALIFY row_number() OVER (
    PARTITION BY commodity, unit, measure ORDER BY period_end DESC NULLS LAST, period_start, publishers DESC
) = 1
ORDER BY commodity, measure;
