CREATE OR REPLACE VIEW main.alert AS
SELECT
    alert_id, agreement_id, stage, rule, channel, state, reason, attempts, created_at, sent_at, last_error,
    next_attempt_at, idempotency_key
FROM store.alert
WHERE kind = 'stage';

CREATE OR REPLACE VIEW main.alert_correction AS
SELECT
    c.alert_id, c.agreement_id, c.stage, c.rule, c.channel, c.state, c.reason, c.attempts, c.created_at, c.sent_at,
    c.last_error, c.next_attempt_at, c.idempotency_key,
    (
        SELECT min(s.idempotency_key)
        FROM store.alert AS s
        WHERE s.agreement_id = c.agreement_id AND s.kind = 'stage' AND s.channel = c.channel AND s.rule = c.rule
    ) AS follows
FROM store.alert AS c
WHERE c.kind = 'correction';

CREATE OR REPLACE VIEW main.alert_message AS
SELECT
    alert_id, kind, agreement_id, stage, rule, channel, state, reason, attempts, created_at, sent_at, last_error,
    next_attempt_at, attempted_at, idempotency_key, message_key, bundle, unless, acknowledged_at, batch_id
FROM store.alert;

CREATE OR REPLACE VIEW main.alert_attempt AS
SELECT attempt_id, alert_id, attempted_at, sender, outcome, elapsed_ms, error
FROM store.alert_attempt;
