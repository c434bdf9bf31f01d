-- Where do outlets state one statistic differently, and who says what?
SELECT
    c.metric, c.flow, c.region, c.commodity, c.period_start, c.period_end, c.unit, round(c.spread, 3) AS spread,
    f.value, f.quote, a.publisher, a.url
FROM figure_conflict AS c
INNER JOIN figure AS f ON list_contains(c.figure_ids, f.figure_id)
INNER JOIN article AS a ON f.article_id = a.article_id
ORDER BY c.spread DESC, c.metric, f.value;
