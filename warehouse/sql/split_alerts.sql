-- The messages of an agreement that was split ($from) or wait aside since its rows became one: those whose report went
-- to the new row ($to). A correction, a repeat, an escalation goes with the stage that its rule had told before; a report
-- that was edited since goes with what its article tells now.
WITH told AS (
    SELECT alert_id, agreement_id, stage, kind, rule, channel, state, CAST(payload ->> '$.mention_id' AS BIGINT) AS mention_id
    FROM store.alert
    WHERE agreement_id = $from AND kind <> 'finding'
    UNION ALL
    SELECT alert_id, agreement_id, stage, kind, rule, channel, 'suppressed', CAST(payload ->> '$.mention_id' AS BIGINT)
    FROM store.merged_alert
    WHERE kind <> 'finding'
),

followed AS (
    SELECT
        alert_id, stage, kind, rule, channel,
        coalesce(
            CASE WHEN kind <> 'stage' THEN
                last_value(CASE WHEN kind = 'stage' AND state <> 'suppressed' THEN mention_id END IGNORE NULLS)
                    OVER (PARTITION BY agreement_id, rule ORDER BY alert_id ROWS UNBOUNDED PRECEDING)
            END,
            mention_id
        ) AS mention_id
    FROM told
),

mentions AS (
    SELECT mention_id, article_id, agreement_id = $to AS ours, superseded_at IS NULL AS stands
    FROM store.agreement_mention
    WHERE agreement_id IN ($from, $to)
),

articles AS (
    SELECT article_id, bool_and(ours) AS ours
    FROM mentions
    WHERE stands
    GROUP BY article_id
)

SELECT f.alert_id, f.stage, f.kind, f.rule, f.channel
FROM followed AS f
INNER JOIN mentions AS m ON f.mention_id = m.mention_id
LEFT JOIN articles AS a ON m.article_id = a.article_id
WHERE m.ours OR (NOT m.stands AND a.ours)
ORDER BY f.alert_id
