-- The articles that facts of the brief stand in: of the day, and those that the day's contradictions reach back to.
SELECT article_id, title, text, language, publisher, coalesce(url, canonical_url) AS url, published_at
FROM article
WHERE list_contains($articles, article_id);
