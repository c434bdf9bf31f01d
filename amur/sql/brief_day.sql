-- The newest day that has a relevant article.
SELECT max(coalesce(published_at, fetched_at)::DATE) AS day
FROM article
WHERE relevant;
