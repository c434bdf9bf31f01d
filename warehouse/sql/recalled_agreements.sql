-- The agreements that articles about to be superseded speak of only by asides which recall them.
SELECT m.article_id, m.agreement_id
FROM store.agreement_mention AS m
SEMI JOIN superseded_ids AS s ON m.article_id = s.id
INNER JOIN store.agreement_evidence AS e USING (mention_id)
WHERE m.superseded_at IS NULL AND m.agreement_id IS NOT NULL
GROUP BY m.article_id, m.agreement_id
HAVING bool_or(e.action = 'recall') AND NOT bool_or(e.action IN ('attach', 'create'))
