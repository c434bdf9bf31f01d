-- The newest alerts, each agreement stage, correction and finding once, however many rules and channels told it.
-- Suppressed ones stay out, but for those that only lacked a channel, and so does what a forgotten article told.
SELECT
    min(alert_id), agreement_id, stage, kind, min(rule), min(channel), 0, min(created_at), min(idempotency_key), payload
FROM store.alert
WHERE
    kind IN ('stage', 'correction', 'finding')
    AND payload <> '{"row":{}}'
    AND (kind = 'finding' OR (payload ->> '$.url') IS NOT NULL OR (payload ->> '$.quote') IS NOT NULL)
    AND (state <> 'suppressed' OR reason IN ('no channel is configured', 'no rule wants it'))
GROUP BY agreement_id, stage, kind, payload
ORDER BY min(created_at) DESC, min(alert_id) DESC
LIMIT $most
