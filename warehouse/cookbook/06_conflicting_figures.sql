-- Where do outlets state one statistic differently, and who says what?
-- The fifty widest conflicts, a rise that others call a fall first. What is several times off (a slip, another scope)
-- is no conflict: it stands in `doubt`.
WITH widest AS (
    SELECT metric, flow, region, commodity, period_start, period_end, unit, spread, unnest(figure_ids) AS figure_id
    FROM (SELECT * FROM figure_conflict ORDER BY spread DESC NULLS FIRST, metric, period_end LIMIT 50)
)

SELECT
    w.metric, w.flow, w.region, w.commodity, w.period_start, w.period_end, w.unit, round(w.spread, 3) AS spread,
    f.value, f.direction, f.quote, a.publisher, a.url
FROM widest AS w
INNER JOIN figure AS f ON w.figure_id = f.figure_id
INNER JOIN article AS a ON f.article_id = a.article_id
ORDER BY w.spread DESC NULLS FIRST, w.metric, w.period_end, f.value;
