-- Feeds that did not answer at their last poll of the day (or until the next day with news), or that lost items then.
SELECT
    feed_id,
    arg_max(outcome, polled_at) AS outcome,
    arg_max(error, polled_at) FILTER (error IS NOT NULL) AS error,
    CAST(sum(entries_missed) AS BIGINT) AS missed,
    max(polled_at) AS polled_at
FROM poll
WHERE polled_at::DATE >= $day AND ($later IS NULL OR polled_at::DATE < $later)
GROUP BY feed_id
HAVING arg_max(outcome, polled_at) IN ('soft_failure', 'hard_failure') OR sum(entries_missed) > 0
ORDER BY feed_id;
