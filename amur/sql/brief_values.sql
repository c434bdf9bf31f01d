-- Agreements told on the day on whose value articles differ, beyond two percent: a row an article that states one. What
-- one article tells of the parts of a deal beside the whole is no difference. Where the sentence of the deal does not have
-- the number, the one that has it is quoted.
WITH stated AS (
    SELECT *
    FROM agreement_mention
    WHERE
        value IS NOT NULL
        AND agreement_id IN (
            SELECT t.agreement_id
            FROM agreement_mention AS t
            INNER JOIN article AS r ON t.article_id = r.article_id
            WHERE news_day(r.published_at, r.published_source, r.fetched_at) = $day
        )
    QUALIFY row_number() OVER (PARTITION BY agreement_id, unit, article_id ORDER BY value DESC, mention_id) = 1
),

differing AS (
    SELECT *
    FROM stated
    WINDOW told AS (PARTITION BY agreement_id, unit)
    QUALIFY max(value) OVER told > 1.02 * min(value) OVER told
),

numbers AS (
    SELECT
        m.mention_id, f.figure_id, f.quote, f.field, f.start, f."end",
        f.field = m.field AND f.start >= m.start AND f."end" <= m."end" AS inside
    FROM differing AS m
    INNER JOIN figure AS f ON m.article_id = f.article_id AND m.value = f.value AND m.unit = f.unit
    QUALIFY row_number() OVER (PARTITION BY m.mention_id ORDER BY inside DESC, f.field = 'title', f.figure_id) = 1
)

SELECT
    m.agreement_id, m.mention_id, m.article_id, n.figure_id, m.value, m.unit, a.type, a.parties,
    coalesce(n.quote, m.quote) AS quote,
    coalesce(n.field, m.field) AS field,
    coalesce(n.start, m.start) AS start,
    coalesce(n."end", m."end") AS "end"
FROM differing AS m
INNER JOIN agreement AS a ON m.agreement_id = a.agreement_id
LEFT JOIN numbers AS n ON m.mention_id = n.mention_id AND NOT n.inside
ORDER BY a.publishers DESC, m.agreement_id, m.unit, m.value, m.reported_at, m.mention_id;
