-- Stages of agreements that were split: each that either had, where its own mentions tell it as news.
INSERT INTO store.agreement_stage (agreement_id, stage, reported_at, article_id, mention_id, recorded_at)
SELECT m.agreement_id, m.status, min(m.reported_at), arg_min(m.article_id, m.reported_at),
    arg_min(m.mention_id, m.reported_at), $at
FROM store.agreement_mention AS m
INNER JOIN store.agreement_stage AS s ON list_contains($agreements, s.agreement_id) AND m.status = s.stage
WHERE list_contains($agreements, m.agreement_id) AND m.new AND m.superseded_at IS NULL
    AND m.status NOT IN (SELECT h.stage FROM store.agreement_stage AS h WHERE h.agreement_id = m.agreement_id)
GROUP BY m.agreement_id, m.status
