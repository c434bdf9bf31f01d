-- What each rule told each channel of these agreements, as it read when it was last told: the last value, day and stage.
-- An escalation counts once it was sent.
SELECT
    agreement_id, rule, channel,
    arg_max(
        CASE WHEN (payload ->> '$.agreement.value') IS NOT NULL
            THEN [payload ->> '$.agreement.value', payload ->> '$.agreement.unit'] END,
        alert_id
    ) AS money,
    arg_max(payload ->> '$.agreement.signed_on', alert_id) AS signed_on,
    arg_max(stage, alert_id) AS stage
FROM store.alert SEMI JOIN corrected_agreements AS c ON store.alert.agreement_id = c.id
WHERE
    channel <> 'none'
    AND (kind IN ('stage', 'correction') AND state <> 'suppressed' OR kind = 'escalation' AND state = 'sent')
GROUP BY agreement_id, rule, channel
ORDER BY max(alert_id)
