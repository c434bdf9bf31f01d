-- What changed on the ground or in the rules, one row a kind, place and story.
SELECT
    d.kind,
    d.date,
    d.place,
    arg_min(d.quote, d.development_id) AS quote,
    arg_min(a.publisher, d.development_id) AS publisher,
    arg_min(a.url, d.development_id) AS url,
    count(DISTINCT a.publisher) AS publishers
FROM development AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE coalesce(a.published_at, a.fetched_at)::DATE = $day
GROUP BY d.kind, d.date, d.place, d.story_id
ORDER BY publishers DESC, d.kind;
