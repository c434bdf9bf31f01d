-- Statistics are kept summed up: one row an observation, drawn anew at each load for what the load touched. Ten
-- million figures can't be grouped within the time of a question.

ALTER TABLE store.figure ADD COLUMN observation UBIGINT;

CREATE TABLE store.observation (
    observation UBIGINT NOT NULL,
    metric VARCHAR NOT NULL,
    flow VARCHAR,
    region VARCHAR,
    commodity VARCHAR,
    period_start DATE NOT NULL,
    period_end DATE,
    unit VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    direction VARCHAR,
    basis VARCHAR,
    value DECIMAL(28, 6) NOT NULL,
    lowest DECIMAL(28, 6) NOT NULL,
    highest DECIMAL(28, 6) NOT NULL,
    spread DOUBLE,
    value_usd DECIMAL(28, 6),
    figures INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    publishers INTEGER NOT NULL,
    figure_ids BIGINT[] NOT NULL
);

UPDATE store.figure
SET
    observation = md5_number_lower(concat_ws(
        '|', metric, coalesce(flow, ''), coalesce(region, ''), coalesce(commodity, ''), period_start,
        coalesce(period_end, period_start), unit, measure, coalesce(direction, ''), coalesce(basis, '')
    ))
WHERE period_start IS NOT NULL AND modifier IN ('exact', 'about') AND metric <> 'other';

INSERT INTO store.observation
SELECT
    f.observation, any_value(f.metric), any_value(f.flow), any_value(f.region), any_value(f.commodity),
    any_value(f.period_start), any_value(f.period_end), any_value(f.unit), any_value(f.measure),
    any_value(f.direction), any_value(f.basis), median(f.value), min(f.value), max(f.value),
    CAST(max(f.value) / nullif(min(f.value), 0) AS DOUBLE), median(f.value_usd), count(*),
    count(DISTINCT f.article_id), count(DISTINCT a.publisher), list(f.figure_id ORDER BY f.figure_id)
FROM store.figure AS f
INNER JOIN store.article AS a ON f.article_id = a.article_id AND a.superseded_at IS NULL
WHERE f.superseded_at IS NULL AND f.observation IS NOT NULL
GROUP BY f.observation;
