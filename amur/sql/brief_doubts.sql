-- Readings that were declined rather than guessed.
SELECT d.doubt_id, d.article_id, d.quote, d.field, d.start, d."end", d.reason
FROM doubt AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE coalesce(a.published_at, a.fetched_at)::DATE = $day
ORDER BY d.doubt_id;
