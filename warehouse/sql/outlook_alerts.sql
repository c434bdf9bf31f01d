-- What still waits: all of it, what some sender holds, and when the first that failed and that nobody holds is due.
SELECT
    count(*) AS left_over,
    count(*) FILTER (lease_owner IS NOT NULL AND lease_until > $now) AS held,
    min(next_attempt_at) FILTER (
        attempts > 0 AND (lease_owner IS NULL OR lease_until <= $now)
        AND channel NOT IN (SELECT channel FROM store.channel) AND NOT list_contains($but, channel)
        AND NOT list_contains($resting, rule)
        AND NOT (list_contains($quiet, rule) AND kind <> 'escalation' AND next_attempt_at > $now - INTERVAL 1 DAY)
    ) AS retry_at
FROM store.alert
WHERE state = 'pending' AND channel <> 'none'
