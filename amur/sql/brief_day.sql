-- The days that have a relevant article, newest first.
SELECT DISTINCT coalesce(published_at, fetched_at)::DATE AS day
FROM article
WHERE relevant
ORDER BY day DESC;
