-- What changed in the register in the last 24 hours before the newest load, and from what?
WITH edge AS (
    SELECT max(loaded_at) AS now FROM run
)

SELECT
    n.agreement_id, CASE WHEN o.agreement_id IS NULL THEN 'new' ELSE 'changed' END AS what,
    o.stage AS stage_before, n.stage, o.value AS value_before, n.value, n.unit, n.publishers, n.title
FROM agreement AS n
CROSS JOIN edge
LEFT JOIN store.agreement AS o
    ON n.agreement_id = o.agreement_id AND o.recorded_at < edge.now - INTERVAL 1 DAY
    AND (o.superseded_at IS NULL OR o.superseded_at >= edge.now - INTERVAL 1 DAY)
WHERE n.recorded_at >= edge.now - INTERVAL 1 DAY
ORDER BY what DESC, n.agreement_id;
