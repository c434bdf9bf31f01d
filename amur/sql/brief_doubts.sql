-- Readings that were declined rather than guessed.
SELECT d.doubt_id, d.article_id, d.quote, d.field, d.start, d."end", d.reason
FROM doubt AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE news_day(a.published_at, a.published_source, a.fetched_at) = $day
ORDER BY d.doubt_id;
