SELECT * FROM feed_health ORDER BY last_outcome IN ('soft_failure', 'hard_failure') DESC, feed_id;
