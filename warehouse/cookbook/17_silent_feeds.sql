-- Which feeds fail, are late, or have had nothing new for a week?
SELECT feed_id, publisher, last_outcome, failures, last_ok_at, newest_entry_at, entries_missed, last_error
FROM feed_health
WHERE
    failures > 0 OR last_outcome IN ('soft_failure', 'hard_failure') OR newest_entry_at IS NULL
    OR newest_entry_at < (SELECT max(loaded_at) FROM run) - INTERVAL 7 DAY
ORDER BY failures DESC, newest_entry_at NULLS FIRST;
