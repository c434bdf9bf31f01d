-- merge_stages
-- The stages of agreements that became one, the earliest report of each; one that was told of any is told.
INSERT INTO store.agreement_stage (agreement_id, stage, reported_at, article_id, mention_id, recorded_at, silent)
SELECT $to, stage, min(reported_at), arg_min(article_id, reported_at), arg_min(mention_id, reported_at),
    min(recorded_at), CASE WHEN bool_and(silent IS NOT NULL) THEN any_value(silent) END
FROM store.agreement_stage
WHERE list_contains($from, agreement_id)
GROUP BY stage
