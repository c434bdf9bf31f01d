-- The stages that articles told, and those that people set in it and in what was merged into it, with their reason.
SELECT s.stage, s.reported_at, s.article_id, a.publisher, coalesce(a.url, a.canonical_url) AS url
FROM agreement_stage AS s
LEFT JOIN article AS a ON s.article_id = a.article_id
WHERE s.agreement_id = $1
UNION ALL
SELECT o.value, o.recorded_at, NULL, concat('by hand: ', o.reason), NULL
FROM store.override AS o
WHERE
    o.field = 'stage'
    AND (
        o.agreement_id = $1
        OR o.agreement_id IN (
            SELECT e.agreement_id
            FROM store.agreement_evidence AS e
            INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
            WHERE m.agreement_id = $1
            EXCEPT
            SELECT agreement_id FROM store.agreement_mention
        )
    )
ORDER BY reported_at, stage;
