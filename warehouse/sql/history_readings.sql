-- history_readings
-- The mentions that each version of the register's rows $1 was drawn from: those that stood, and stood in it, then.
WITH stood AS (
    SELECT v.agreement_id, v.recorded_at AS version, m.mention_id
    FROM store.agreement AS v
    INNER JOIN (SELECT DISTINCT agreement_id, mention_id FROM store.agreement_evidence) AS c
        ON v.agreement_id = c.agreement_id
    INNER JOIN store.agreement_mention AS m
        ON c.mention_id = m.mention_id AND m.recorded_at <= v.recorded_at
        AND (m.superseded_at IS NULL OR m.superseded_at > v.recorded_at)
    INNER JOIN store.agreement_evidence AS e ON m.mention_id = e.mention_id AND e.recorded_at <= v.recorded_at
    WHERE list_contains($1, v.agreement_id)
    GROUP BY v.agreement_id, v.recorded_at, m.mention_id
    HAVING arg_max(e.agreement_id, (e.recorded_at, e.rowid)) = v.agreement_id
)

SELECT
    s.agreement_id, s.version, m.mention_id, m.article_id, m.story_id, coalesce(a.publisher, ''), a.language, a.title, a.url,
    m.reported_at, m.quote, m.field, m.start, m."end", m.status, m.type, m.new, m.count, m.parties, m.sectors, m.subjects, m.signed_on, m.place,
    m.place_id, m.event, m.value, m.unit
FROM stood AS s
INNER JOIN store.agreement_mention AS m ON s.mention_id = m.mention_id
INNER JOIN store.article AS a ON m.article_id = a.article_id AND m.article_version = a.version
ORDER BY s.agreement_id, s.version, m.mention_id
