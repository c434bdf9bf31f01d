-- One observation a statistic: what several outlets say of one metric, flow, region, commodity and period.
CREATE OR REPLACE VIEW main.observation AS
SELECT * EXCLUDE (observation)
FROM store.observation;

-- Rounding is no conflict: two outlets differ where the highest is over two percent above the lowest. Percentages
-- differ by points: customs' growth in yuan is often a point off that in dollars. A rise and a fall are two statistics
-- that can't both hold: the fall is told as a rise below nought, and the two have no spread. An article that tells both
-- does not contradict itself, and takes no part.
CREATE OR REPLACE VIEW main.figure_conflict AS
WITH opposed AS (
    SELECT
        metric, flow, region, place, commodity, counted, period_start, period_end, unit, measure, basis,
        arg_max(if(direction = 'down', -value, value), articles) AS value,
        -max(highest) FILTER (direction = 'down') AS lowest,
        max(highest) FILTER (direction = 'up') AS highest,
        bool_and(expected) AS expected, unnest(flatten(list(figure_ids))) AS figure_id
    FROM main.observation
    WHERE flow IS NOT NULL AND measure = 'change' AND direction IN ('up', 'down')
    GROUP BY metric, flow, region, place, commodity, counted, period_start, period_end, unit, measure, basis
    HAVING count(*) = 2 AND (unit <> '%' OR highest - lowest > 2)
),

by_article AS (
    SELECT
        o.* EXCLUDE (figure_id), f.article_id, any_value(a.publisher) AS publisher, any_value(f.direction) AS told,
        any_value(a.copy_of) AS copy_of,
        list(o.figure_id) AS ids
    FROM opposed AS o
    INNER JOIN store.figure AS f ON o.figure_id = f.figure_id
    INNER JOIN store.article AS a ON f.article_id = a.article_id AND a.superseded_at IS NULL
    GROUP BY ALL
    HAVING count(DISTINCT f.direction) = 1
)

SELECT * FROM main.observation
WHERE flow IS NOT NULL AND articles > 1 AND CASE unit WHEN '%' THEN highest - lowest > 2 ELSE spread > 1.02 END
UNION ALL BY NAME
SELECT
    * EXCLUDE (article_id, publisher, told, copy_of, ids),
    sum(len(ids))::INTEGER AS figures,
    count(*)::INTEGER AS articles,
    count(DISTINCT publisher)::INTEGER AS publishers,
    greatest(count(DISTINCT publisher) FILTER (copy_of IS NULL), 1)::INTEGER AS independent_publishers,
    list_sort(flatten(list(ids))) AS figure_ids
FROM by_article
GROUP BY ALL
HAVING count(DISTINCT told) = 2;

CREATE OR REPLACE VIEW main.reference_trade AS
SELECT period_start, period_end, metric, flow, value_usd, source FROM store.reference_trade;

-- What articles state in dollars, else converted, a line a statistic, beside what customs reported for the same period where we hold it.
-- A target or forecast, told before its period was over, is no trade and stays out; so does a town's, which is not its
-- province's.
CREATE OR REPLACE VIEW main.trade_by_month AS
WITH stated AS (
    SELECT
        metric,
        coalesce(flow, CASE metric WHEN 'turnover' THEN 'CN<>RU' END) AS flow,
        region,
        commodity,
        period_start,
        period_end,
        coalesce(quantile_disc(value_usd, 0.5) FILTER (unit = 'USD'), quantile_disc(value_usd, 0.5))::DECIMAL(28, 2)
            AS value_usd,
        sum(figures)::INTEGER AS figures,
        max(publishers) AS publishers
    FROM store.observation
    WHERE
        metric IN ('turnover', 'exports', 'imports') AND measure = 'level' AND value_usd IS NOT NULL
        AND period_end IS NOT NULL AND NOT coalesce(expected, false) AND place IS NULL
    GROUP BY ALL
),

-- An outlet may tell one shipment as exports or imports: the flow says who ships, so China's series is met by flow.
series AS (
    SELECT period_start, period_end, flow, any_value(metric) AS metric, any_value(value_usd) AS value_usd,
        any_value(source) AS source
    FROM store.reference_trade
    GROUP BY ALL
)

SELECT
    date_trunc('month', coalesce(s.period_end, r.period_end))::DATE AS month,
    coalesce(s.period_start, r.period_start) AS period_start,
    coalesce(s.period_end, r.period_end) AS period_end,
    date_diff('month', coalesce(s.period_start, r.period_start), coalesce(s.period_end, r.period_end)) + 1 AS months,
    coalesce(s.metric, r.metric) AS metric,
    coalesce(s.flow, r.flow) AS flow,
    s.region,
    s.commodity,
    s.value_usd,
    coalesce(s.figures, 0) AS figures,
    coalesce(s.publishers, 0) AS publishers,
    r.value_usd AS reference_usd,
    r.source AS reference_source,
    round(100 * (CAST(s.value_usd AS DOUBLE) / r.value_usd - 1), 2) AS deviation_pct
FROM stated AS s
FULL JOIN series AS r
    ON s.flow = r.flow AND s.period_start = r.period_start AND s.period_end = r.period_end
    AND s.region IS NULL AND s.commodity IS NULL;
