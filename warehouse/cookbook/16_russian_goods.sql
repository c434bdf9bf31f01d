-- What did Russia ship to China, by goods: the newest statistic of each?
-- Russia's exports and China's imports are told apart, by whose statistics they are: a change goes with the level of its
-- own metric alone. What was only expected of a period is left out.
SELECT
    commodity, metric, unit, measure, direction, basis, value, value_usd, period_start, period_end, publishers, figure_ids
FROM observation
WHERE
    flow = 'RU>CN' AND metric IN ('exports', 'imports') AND commodity IS NOT NULL AND region IS NULL
    AND measure IN ('level', 'change', 'multiple') AND NOT expected
QUALIFY row_number() OVER (
    PARTITION BY commodity, metric, unit, measure
    ORDER BY period_end DESC NULLS LAST, period_start, publishers DESC, figure_ids
) = 1
ORDER BY commodity, metric, measure, unit;
