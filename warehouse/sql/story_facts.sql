-- A key for each figure that tells what happened: the statistic with its period, and its value as outlets round it.
-- Keys of facts are negative, keys of words are not.
WITH told AS (
    SELECT
        *, CAST(value AS DOUBLE) AS amount,
        measure IN ('level', 'change') AND metric <> 'other' AND flow IS NOT NULL AND period_end IS NOT NULL AND value > 0
            AS tells
    FROM incoming_rows
)

SELECT CASE
    WHEN tells
        THEN -1 - CAST(hash(
            metric, flow, region, commodity, period_start, period_end, unit, measure, direction,
            CASE measure
                WHEN 'change' THEN round(amount, 1)
                ELSE round(amount / pow(10, floor(log10(amount)) - 1)) + 1000 * floor(log10(amount))
            END
        ) >> 20 AS BIGINT)
END AS key
FROM told
