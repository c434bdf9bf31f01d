-- The keys of the articles of the batch's days that share one with it.
WITH near AS (
    SELECT DISTINCT k.article_id
    FROM store.story_key AS k
    SEMI JOIN incoming_hashes AS h ON k.hash = h.hash
    WHERE k.published_at BETWEEN $first AND $last
)

SELECT any_value(k.story_id), k.article_id, any_value(k.published_at), list(k.hash)
FROM store.story_key AS k
SEMI JOIN near AS n ON k.article_id = n.article_id
WHERE k.published_at BETWEEN $first AND $last
GROUP BY k.article_id
ORDER BY k.article_id
