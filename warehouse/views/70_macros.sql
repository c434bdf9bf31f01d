-- What was known at a moment: recorded by then and not superseded by then. A bare day ('2024-05-01') means its end.
CREATE OR REPLACE MACRO main.end_of(moment) AS
CASE
    WHEN length(CAST(moment AS VARCHAR)) = 10 THEN CAST(moment AS TIMESTAMP) + INTERVAL 1 DAY
    ELSE CAST(moment AS TIMESTAMP)
END;

CREATE OR REPLACE MACRO main.facts_as_of(moment) AS TABLE
SELECT *
FROM store.figure
WHERE recorded_at < main.end_of(moment) AND (superseded_at IS NULL OR superseded_at >= main.end_of(moment));

CREATE OR REPLACE MACRO main.mentions_as_of(moment) AS TABLE
SELECT *
FROM store.agreement_mention
WHERE recorded_at < main.end_of(moment) AND (superseded_at IS NULL OR superseded_at >= main.end_of(moment));

CREATE OR REPLACE MACRO main.articles_as_of(moment) AS TABLE
SELECT *
FROM store.article
WHERE recorded_at < main.end_of(moment) AND (superseded_at IS NULL OR superseded_at >= main.end_of(moment));

CREATE OR REPLACE MACRO main.agreements_as_of(moment) AS TABLE
SELECT *
FROM store.agreement
WHERE
    recorded_at < main.end_of(moment) AND (superseded_at IS NULL OR superseded_at >= main.end_of(moment))
    AND mentions > 0;
