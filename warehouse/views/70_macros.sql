-- What was known at a moment: recorded by then and not superseded by then. A bare day ('2024-05-01') means its end.
CREATE OR REPLACE MACRO main.end_of(moment) AS
CASE
    WHEN length(CAST(moment AS VARCHAR)) = 10 THEN CAST(moment AS TIMESTAMP) + INTERVAL 1 DAY
    ELSE CAST(moment AS TIMESTAMP)
END;

CREATE OR REPLACE MACRO main.facts_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT main.end_of(moment) AS at
)

SELECT h.*
FROM store.figure AS h, edge
WHERE h.recorded_at < edge.at AND (h.superseded_at IS NULL OR h.superseded_at >= edge.at);

CREATE OR REPLACE MACRO main.mentions_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT main.end_of(moment) AS at
)

SELECT h.*
FROM store.agreement_mention AS h, edge
WHERE h.recorded_at < edge.at AND (h.superseded_at IS NULL OR h.superseded_at >= edge.at);

CREATE OR REPLACE MACRO main.articles_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT main.end_of(moment) AS at
)

SELECT h.*
FROM store.article AS h, edge
WHERE h.recorded_at < edge.at AND (h.superseded_at IS NULL OR h.superseded_at >= edge.at);

CREATE OR REPLACE MACRO main.agreements_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT main.end_of(moment) AS at
)

SELECT h.*
FROM store.agreement AS h, edge
WHERE h.recorded_at < edge.at AND (h.superseded_at IS NULL OR h.superseded_at >= edge.at) AND h.mentions > 0;
