-- How long did it take from plan or talks to signing, and what still waits?
-- `days` run to the signing, or to the newest load while it waits; what was denied or ended waits no more.
WITH told AS (
    SELECT
        s.agreement_id, min(s.reported_at) FILTER (s.stage IN ('planned', 'negotiating')) AS planned_at,
        min(s.reported_at) FILTER (s.stage IN ('signed', 'in_force')) AS signed_at
    FROM agreement_stage AS s
    GROUP BY s.agreement_id
)

SELECT
    t.agreement_id, t.planned_at, t.signed_at,
    CASE
        WHEN t.signed_at IS NOT NULL THEN date_diff('day', t.planned_at, t.signed_at)
        WHEN a.stage IN ('planned', 'negotiating') THEN date_diff('day', t.planned_at, (SELECT max(loaded_at) FROM run))
    END AS days,
    t.signed_at IS NULL AND a.stage IN ('planned', 'negotiating') AS waits, a.stage, a.title
FROM told AS t
INNER JOIN agreement AS a ON t.agreement_id = a.agreement_id
WHERE t.planned_at IS NOT NULL AND (t.signed_at IS NULL OR t.signed_at >= t.planned_at)
ORDER BY waits DESC, days DESC NULLS LAST, t.agreement_id;
