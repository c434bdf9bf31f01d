-- Statistics on which articles disagree, where one of the day's takes part: a row a reading.
WITH disputed AS (
    SELECT c.*, row_number() OVER (ORDER BY c.publishers DESC, c.spread DESC, c.metric, c.figure_ids) AS conflict
    FROM figure_conflict AS c
    WHERE EXISTS (
        SELECT 1
        FROM figure AS f
        INNER JOIN article AS a ON f.article_id = a.article_id
        WHERE list_contains(c.figure_ids, f.figure_id) AND news_day(a.published_at, a.published_source, a.fetched_at) = $day
    )
)

SELECT d.conflict, f.*
FROM disputed AS d
INNER JOIN figure AS f ON list_contains(d.figure_ids, f.figure_id)
WHERE d.conflict <= 15
ORDER BY d.conflict, f.value, f.figure_id;
