-- Agreements that gained a stage on the day, the most told first, each with the sentence that told it; where an edit
-- has withdrawn that one, with another that stands. Counted are the outlets that had told it by then, as the register
-- counts those of today.
WITH told AS (
    SELECT
        m.agreement_id,
        count(DISTINCT coalesce(a.publisher, ''))::INTEGER AS publishers,
        least(
            count(DISTINCT coalesce(a.publisher, '')) FILTER (a.copy_of IS NULL),
            count(DISTINCT lower(m.quote)) FILTER (a.copy_of IS NULL)
        )::INTEGER AS own
    FROM agreement_mention AS m
    INNER JOIN article AS a ON m.article_id = a.article_id
    SEMI JOIN (SELECT agreement_id FROM agreement_stage WHERE reported_at::DATE = $day) AS d
        ON m.agreement_id = d.agreement_id
    WHERE m.reported_at::DATE <= $day
    GROUP BY ALL
)

SELECT
    s.stage,
    a.stage AS stage_now,
    a.agreement_id,
    a.kind,
    a.type,
    a.parties,
    a.sectors,
    a.value,
    a.unit,
    a.value_usd,
    a.signed_on,
    a.place,
    a.event,
    a.count,
    coalesce(o.publishers, 1) AS publishers,
    greatest(o.own, 1) AS independent_publishers,
    a.first_reported_at,
    a.first_reported_at::DATE = $day AS is_new,
    (
        SELECT arg_max(o.stage, o.reported_at)
        FROM agreement_stage AS o
        WHERE o.agreement_id = s.agreement_id AND o.reported_at < s.reported_at
    ) AS stage_before,
    m.mention_id,
    m.quote,
    m.field,
    m.start,
    m."end",
    coalesce(m.article_id, s.article_id) AS article_id
FROM agreement_stage AS s
INNER JOIN agreement AS a ON s.agreement_id = a.agreement_id
LEFT JOIN told AS o ON s.agreement_id = o.agreement_id
LEFT JOIN store.agreement_mention AS m
    ON s.agreement_id = m.agreement_id AND (s.mention_id = m.mention_id OR s.stage = m.status)
WHERE
    s.reported_at::DATE = $day
    AND NOT EXISTS (
        SELECT 1
        FROM article AS t
        WHERE t.article_id = s.article_id AND news_day(t.published_at, t.published_source, t.fetched_at) IS NULL
    )
QUALIFY row_number() OVER (
    PARTITION BY s.agreement_id, s.stage, s.reported_at
    ORDER BY m.superseded_at NULLS FIRST, (s.mention_id = m.mention_id) DESC, m.reported_at, m.mention_id
) = 1
ORDER BY independent_publishers DESC, publishers DESC, a.value_usd DESC NULLS LAST, a.agreement_id, s.reported_at, s.stage;
