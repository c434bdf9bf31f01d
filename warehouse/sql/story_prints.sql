-- The keys of the articles of the batch's days that share one with it.
SELECT any_value(k.story_id), k.article_id, any_value(k.published_at), list(k.hash)
FROM store.story_key AS k
WHERE
    k.published_at BETWEEN $first AND $last AND k.article_id IN (
        SELECT n.article_id
        FROM store.story_key AS n
        SEMI JOIN incoming_rows AS h ON n.hash = h.hash
        WHERE n.published_at BETWEEN $first AND $last
    )
GROUP BY k.article_id
ORDER BY k.article_id
