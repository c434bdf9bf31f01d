-- A key for each figure that tells what happened: the statistic with its period, and its value as outlets round it.
-- Keys of facts are negative, keys of words are not. `amount` is the value as a float.
SELECT CASE
    WHEN measure IN ('level', 'change') AND metric <> 'other' AND flow IS NOT NULL AND period_end IS NOT NULL AND amount > 0
        THEN -1 - CAST(hash(
            metric, flow, region, commodity, period_start, period_end, unit, measure, direction,
            CASE measure
                WHEN 'change' THEN round(amount, 1)
                ELSE round(amount / pow(10, floor(log10(amount)) - 1)) + 1000 * floor(log10(amount))
            END
        ) >> 20 AS BIGINT)
END AS key
FROM incoming_rows
