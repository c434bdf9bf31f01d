-- The mentions of an agreement, each with why it was placed there and which agreements were rejected.
SELECT
    m.mention_id, m.reported_at, m.status, m.type, m.new, m.quote, m.signed_on, m.value, m.unit, m.article_id,
    r.publisher, r.language, coalesce(r.url, r.canonical_url) AS url, e.action, e.score, e.evidence, e.rejected
FROM agreement_evidence AS e
INNER JOIN agreement_mention AS m ON e.mention_id = m.mention_id
LEFT JOIN article AS r ON m.article_id = r.article_id
WHERE e.agreement_id = $1
ORDER BY m.reported_at, m.mention_id;
