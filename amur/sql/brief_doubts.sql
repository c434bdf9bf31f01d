-- Readings that were declined rather than guessed.
SELECT d.quote, d.reason, a.publisher, a.url
FROM doubt AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE coalesce(a.published_at, a.fetched_at)::DATE = $day
ORDER BY d.doubt_id
LIMIT 30;
