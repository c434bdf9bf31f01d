-- Messages that may go out now, oldest first. A message whose channel has an earlier one under another's lease, or
-- waiting for its next attempt, waits behind it: a channel hears things in order.
WITH waiting AS (
    SELECT *
    FROM store.alert
    WHERE state = 'pending' AND channel <> 'none' AND channel NOT IN (SELECT channel FROM store.channel)
),

blocked AS (
    SELECT channel, min(alert_id) AS first_blocked
    FROM waiting
    WHERE (lease_until IS NOT NULL AND lease_until > $now) OR (attempts > 0 AND next_attempt_at > $now)
    GROUP BY channel
)

SELECT
    w.alert_id, w.agreement_id, w.stage, w.kind, w.rule, w.channel, w.attempts, w.created_at, w.idempotency_key,
    w.payload
FROM waiting AS w
LEFT JOIN blocked AS b ON w.channel = b.channel
WHERE w.next_attempt_at <= $now AND (b.first_blocked IS NULL OR w.alert_id < b.first_blocked)
ORDER BY w.alert_id
LIMIT $limit
