-- The articles of known mentions, to see whom they name beside these; since some day, which spares most of the table.
SELECT a.article_id, a.title || chr(10) || a.text AS said
FROM store.article AS a
SEMI JOIN known_articles AS k ON a.article_id = k.id
WHERE a.superseded_at IS NULL AND a.published_at >= $since
