-- The mentions of agreements by which a page gives another value since it was edited, by $at (`stands` is true), and those
-- whose value it so took back: they carry its text, or are what its outlet told before.
WITH told AS (
    SELECT
        m.agreement_id, m.mention_id, m.article_id, m.value, m.unit, m.reported_at, a.publisher,
        coalesce(a.copy_of, a.article_id) AS original, a.content_hash, a.fetched_at,
        m.superseded_at IS NULL OR m.superseded_at > $at AS stands
    FROM store.agreement_mention AS m
    SEMI JOIN wanted_agreements AS w ON m.agreement_id = w.id
    INNER JOIN store.article AS a ON m.article_id = a.article_id AND m.article_version = a.version
    WHERE m.value IS NOT NULL AND m.recorded_at <= $at
),

edited AS (
    SELECT b.agreement_id, b.value, b.unit, b.original, b.publisher, n.fetched_at, n.mention_id
    FROM told AS b
    INNER JOIN told AS n
        ON
            b.agreement_id = n.agreement_id AND b.article_id = n.article_id AND b.content_hash <> n.content_hash
            -- Another value in another currency is the same one converted.
            AND (b.value = n.value) <> (b.unit = n.unit)
    ANTI JOIN told AS s
        ON
            s.stands AND b.agreement_id = s.agreement_id AND b.article_id = s.article_id AND b.value = s.value
            AND b.unit = s.unit
    WHERE n.stands AND NOT b.stands
)

SELECT agreement_id, mention_id, bool_or(stands) AS stands
FROM (
    SELECT agreement_id, mention_id, true AS stands
    FROM edited
    UNION ALL
    SELECT t.agreement_id, t.mention_id, false
    FROM told AS t
    INNER JOIN edited AS e ON t.agreement_id = e.agreement_id AND t.value = e.value AND t.unit = e.unit
    WHERE t.stands AND (t.original = e.original OR (t.publisher = e.publisher AND t.reported_at <= e.fetched_at))
)
GROUP BY agreement_id, mention_id
