-- Feeds that did not answer at their last poll, or that probably lost items since the day began.
SELECT feed_id, last_outcome, last_error, last_ok_at, entries_missed
FROM feed_health
WHERE last_outcome IN ('soft_failure', 'hard_failure') OR entries_missed > 0
ORDER BY feed_id;
