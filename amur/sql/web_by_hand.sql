-- What people set by hand in an agreement and in those merged into it: each with its reason, its date in
-- corrections.toml, since when, and whether it holds or was set anew.
SELECT
    o.field, o.value, o.reason, o.recorded_at,
    (
        SELECT max(c.made_on)
        FROM store.correction AS c
        WHERE
            c.agreement_id = o.agreement_id AND c.reason = o.reason AND c.applied_at = o.recorded_at AND c.kind = 'value'
    ) AS made_on,
    row_number() OVER (PARTITION BY o.field ORDER BY o.recorded_at DESC, o.rowid DESC) = 1 AS holds
FROM store.override AS o
WHERE
    o.agreement_id = $1
    OR o.agreement_id IN (
        SELECT e.agreement_id
        FROM store.agreement_evidence AS e
        INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
        WHERE m.agreement_id = $1
        EXCEPT
        SELECT agreement_id FROM store.agreement_mention
    )
ORDER BY o.recorded_at, o.rowid;
