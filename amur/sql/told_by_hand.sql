-- What people set by hand in the agreement $1, or in each where that is none, and in those merged into it: each with its
-- reason, its date in corrections.toml, since when, and whether it holds or was set anew.
WITH merged AS (
    SELECT e.agreement_id, mode(m.agreement_id) AS merged_into
    FROM store.agreement_evidence AS e
    SEMI JOIN store.override AS o ON e.agreement_id = o.agreement_id
    INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
    ANTI JOIN store.agreement_mention AS n ON e.agreement_id = n.agreement_id
    GROUP BY e.agreement_id
)

SELECT
    coalesce(g.merged_into, o.agreement_id) AS agreement_id, o.field, o.value, o.reason, o.recorded_at,
    (
        SELECT max(c.made_on)
        FROM store.correction AS c
        WHERE
            c.agreement_id = o.agreement_id AND c.reason = o.reason AND c.applied_at = o.recorded_at AND c.kind = 'value'
    ) AS made_on,
    row_number() OVER (
        PARTITION BY coalesce(g.merged_into, o.agreement_id), o.field ORDER BY o.recorded_at DESC, o.rowid DESC
    ) = 1 AS holds
FROM store.override AS o
LEFT JOIN merged AS g ON o.agreement_id = g.agreement_id
WHERE $1 IS NULL OR coalesce(g.merged_into, o.agreement_id) = $1
ORDER BY o.recorded_at, o.rowid;
