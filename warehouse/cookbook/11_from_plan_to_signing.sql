-- How long did it take from plan or talks to signing, and what still waits?
SELECT
    s.agreement_id, min(s.reported_at) FILTER (s.stage IN ('planned', 'negotiating')) AS planned_at,
    min(s.reported_at) FILTER (s.stage = 'signed') AS signed_at,
    date_diff('day', planned_at, coalesce(signed_at, (SELECT max(loaded_at) FROM run))) AS days,
    a.stage, a.title
FROM agreement_stage AS s
INNER JOIN agreement AS a ON s.agreement_id = a.agreement_id
GROUP BY s.agreement_id, a.stage, a.title
HAVING planned_at IS NOT NULL
ORDER BY days DESC;
