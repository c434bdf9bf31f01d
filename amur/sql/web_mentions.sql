-- The mentions of an agreement, each with why it was placed there and which agreements were rejected. One that an edit
-- withdrew stays, unless the newer text says the same; one that was moved to another agreement stands there.
SELECT
    m.mention_id, m.reported_at, m.status, m.type, m.new, m.quote, m.signed_on, m.value, m.unit, m.article_id,
    m.superseded_at AS withdrawn_at, r.publisher, r.language, coalesce(r.url, r.canonical_url) AS url, e.action,
    e.score, e.evidence, e.rejected
FROM agreement_evidence AS e
INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
LEFT JOIN article AS r ON m.article_id = r.article_id
WHERE
    e.agreement_id = $1 AND m.agreement_id = $1
    AND (
        m.superseded_at IS NULL
        OR NOT EXISTS (
            SELECT 1
            FROM agreement_mention AS n
            WHERE
                n.agreement_id = e.agreement_id AND n.article_id = m.article_id AND n.quote = m.quote
                AND n.value IS NOT DISTINCT FROM m.value AND n.signed_on IS NOT DISTINCT FROM m.signed_on
        )
    )
QUALIFY row_number() OVER (PARTITION BY m.mention_id ORDER BY e.recorded_at DESC, e.action = 'merge' DESC) = 1
ORDER BY m.reported_at, m.mention_id;
