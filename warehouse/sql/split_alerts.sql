-- The messages of an agreement that was split ($from) or wait aside since its rows became one: those whose report went
-- to the new row ($to). A correction, a repeat, an escalation goes with the stage that its rule had told before of what
-- was its agreement then, else with its own report; a report that was edited since goes with what its article tells now.
WITH told AS (
    SELECT
        alert_id, agreement_id, stage, kind, rule, channel, state, created_at,
        CAST(payload ->> '$.mention_id' AS BIGINT) AS mention_id, payload ->> '$.agreement.agreement_id' AS told_of
    FROM store.alert
    WHERE agreement_id = $from AND kind <> 'finding'
    UNION ALL
    SELECT
        alert_id, agreement_id, stage, kind, rule, channel, 'suppressed', created_at,
        CAST(payload ->> '$.mention_id' AS BIGINT), payload ->> '$.agreement.agreement_id'
    FROM store.merged_alert
    WHERE kind <> 'finding'
),

before AS (
    SELECT
        t.alert_id, s.alert_id AS stage_id, s.mention_id,
        arg_max(e.agreement_id, (e.recorded_at, e.rowid)) = any_value(t.told_of) AS of_one
    FROM told AS t
    INNER JOIN told AS s
        ON t.agreement_id = s.agreement_id AND t.rule = s.rule AND s.alert_id < t.alert_id
        AND s.kind = 'stage' AND s.state <> 'suppressed'
    INNER JOIN store.agreement_evidence AS e ON s.mention_id = e.mention_id AND e.recorded_at <= t.created_at
    WHERE t.kind <> 'stage'
    GROUP BY t.alert_id, s.alert_id, s.mention_id
),

followed AS (
    SELECT
        t.alert_id, t.stage, t.kind, t.rule, t.channel,
        coalesce(arg_max(b.mention_id, b.stage_id), any_value(t.mention_id)) AS mention_id
    FROM told AS t
    LEFT JOIN before AS b ON t.alert_id = b.alert_id AND b.of_one
    GROUP BY ALL
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
