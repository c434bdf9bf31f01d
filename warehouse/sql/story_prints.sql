-- Prints of the articles that share a sentence with the batch.
WITH near AS (
    SELECT DISTINCT k.article_id
    FROM store.story_key AS k
    INNER JOIN incoming_hashes AS h ON k.hash = h.hash
)

SELECT any_value(k.story_id), k.article_id, any_value(k.published_at), list(k.hash)
FROM store.story_key AS k
SEMI JOIN near AS n ON k.article_id = n.article_id
GROUP BY k.article_id
