-- The stages that articles told of an agreement.
SELECT s.stage, s.reported_at, s.article_id, a.publisher, coalesce(a.url, a.canonical_url) AS url
FROM agreement_stage AS s
LEFT JOIN article AS a ON s.article_id = a.article_id
WHERE s.agreement_id = $1;
