SELECT
    article_id AS id, coalesce(url, canonical_url) AS url, title, text, publisher,
    strftime(published_at, '%Y-%m-%dT%H:%M:%SZ') AS published
FROM article
WHERE article_id = $1;
