-- The columns of an agreement that people set by hand, each with its reason and its date in corrections.toml.
SELECT o.field, o.value, o.reason, o.recorded_at, max(c.made_on) AS made_on
FROM store.override AS o
INNER JOIN store.correction AS c
    ON o.agreement_id = c.agreement_id AND o.reason = c.reason AND o.recorded_at = c.applied_at AND c.kind = 'value'
WHERE o.agreement_id = $1
GROUP BY ALL
ORDER BY o.recorded_at, o.field;
