-- What people set last of each column of the day's agreements, and of those that were merged into them.
WITH merged AS (
    SELECT e.agreement_id, any_value(m.agreement_id) AS merged_into
    FROM store.agreement_evidence AS e
    SEMI JOIN store.override AS o ON e.agreement_id = o.agreement_id
    INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
    ANTI JOIN store.agreement_mention AS n ON e.agreement_id = n.agreement_id
    GROUP BY e.agreement_id
)

SELECT coalesce(g.merged_into, o.agreement_id) AS agreement_id, o.field AS column, o.reason, NULL AS article_id
FROM store.override AS o
LEFT JOIN merged AS g ON o.agreement_id = g.agreement_id
SEMI JOIN (SELECT agreement_id FROM agreement_stage WHERE reported_at::DATE = $day) AS d
    ON coalesce(g.merged_into, o.agreement_id) = d.agreement_id
QUALIFY row_number() OVER (
    PARTITION BY coalesce(g.merged_into, o.agreement_id), o.field ORDER BY o.recorded_at DESC, o.rowid DESC
) = 1
ORDER BY ALL;
