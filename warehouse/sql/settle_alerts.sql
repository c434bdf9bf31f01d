-- Repeats and escalations whose time has come though nobody needs them any more: the message was acknowledged, was
-- delivered (where that is enough), never went out to that channel to be repeated, or a later stage of the agreement was
-- told.
UPDATE store.alert
SET state = 'suppressed', reason = s.reason
FROM (
    SELECT
        l.alert_id,
        CASE
            WHEN bool_or(f.acknowledged_at IS NOT NULL) THEN 'not needed: acknowledged'
            WHEN l.unless = 'sent' AND bool_and(f.state = 'sent') THEN 'not needed: delivered in time'
            WHEN l.kind = 'repeat' AND bool_and(f.state <> 'sent' OR f.channel <> l.channel)
                THEN 'not needed: nothing was sent to repeat'
            WHEN bool_or(n.alert_id IS NOT NULL) THEN 'not needed: a later stage was told'
        END AS reason
    FROM store.alert AS l
    INNER JOIN store.alert AS f
        ON
            l.agreement_id = f.agreement_id AND l.stage = f.stage AND l.rule = f.rule
            AND f.unless IS NULL AND f.alert_id < l.alert_id
    LEFT JOIN store.alert AS n
        ON l.agreement_id = n.agreement_id AND l.rule = n.rule AND n.kind = 'stage' AND n.alert_id > l.alert_id
        AND n.state = 'sent'
    WHERE l.state = 'pending' AND l.unless IS NOT NULL AND l.lease_owner IS NULL AND l.next_attempt_at <= $now
    GROUP BY l.alert_id, l.unless, l.kind
) AS s
WHERE store.alert.alert_id = s.alert_id AND s.reason IS NOT NULL
