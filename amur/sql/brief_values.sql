-- Agreements told on the day on whose value articles differ, beyond two percent: a row an article that states one. What
-- one article tells of the parts of a deal beside the whole is no difference.
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
)

SELECT
    m.agreement_id, m.mention_id, m.article_id, m.quote, m.field, m.start, m."end", m.value, m.unit, a.type, a.parties
FROM stated AS m
INNER JOIN agreement AS a ON m.agreement_id = a.agreement_id
WINDOW told AS (PARTITION BY m.agreement_id, m.unit)
QUALIFY max(m.value) OVER told > 1.02 * min(m.value) OVER told
ORDER BY a.publishers DESC, m.agreement_id, m.unit, m.value, m.reported_at, m.mention_id;
