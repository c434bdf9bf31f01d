-- What changed on the ground or in the rules, one row a kind, place and story.
SELECT
    d.kind,
    d.date,
    d.date_grain,
    d.place,
    d.development_id,
    d.article_id,
    d.quote,
    d.field,
    d.start,
    d."end",
    count(*) OVER same AS told
FROM development AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE news_day(a.published_at, a.published_source, a.fetched_at) = $day AND a.relevant
WINDOW same AS (PARTITION BY d.kind, d.date, d.place, d.story_id)
QUALIFY row_number() OVER (same ORDER BY d.development_id) = 1
ORDER BY told DESC, d.kind, d.development_id;
