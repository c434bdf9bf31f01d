-- The days that have a relevant article, newest first.
SELECT DISTINCT news_day(published_at, published_source, fetched_at) AS day
FROM article
WHERE relevant AND day IS NOT NULL
ORDER BY day DESC;
