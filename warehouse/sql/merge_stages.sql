-- The merged agreements' stages go over, the earliest report of each; what both had is kept once.
INSERT INTO store.agreement_stage (agreement_id, stage, reported_at, article_id, mention_id, recorded_at, silent)
SELECT $to, stage, min(reported_at), arg_min(article_id, reported_at), arg_min(mention_id, reported_at),
    min(recorded_at), CASE WHEN bool_and(silent IS NOT NULL) THEN any_value(silent) END
FROM store.agreement_stage
WHERE list_contains($from, agreement_id)
    AND stage NOT IN (SELECT stage FROM store.agreement_stage WHERE agreement_id = $to)
GROUP BY stage
