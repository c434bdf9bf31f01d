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
LEFT JOIN merged_agreement AS m ON o.agreement_id = m.agreement_id
WHERE coalesce(m.merged_into, o.agreement_id) = $1
ORDER BY o.recorded_at, o.rowid;
