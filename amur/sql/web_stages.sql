-- The stages that articles told, and among them those that people set, with their reason.
SELECT s.stage, s.reported_at, s.article_id, a.publisher, coalesce(a.url, a.canonical_url) AS url
FROM agreement_stage AS s
LEFT JOIN article AS a ON s.article_id = a.article_id
WHERE s.agreement_id = $1
UNION ALL
SELECT stage, reported_at, article_id, concat(publisher, ': ', title) AS publisher, url
FROM agreement_timeline
WHERE agreement_id = $1 AND article_id IS NULL
ORDER BY reported_at, stage;
