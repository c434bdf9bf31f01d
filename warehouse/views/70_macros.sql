-- What was known on a date: facts recorded by then and not yet superseded then.
CREATE OR REPLACE MACRO main.facts_as_of(day) AS TABLE
SELECT *
FROM store.figure
WHERE recorded_at <= CAST(day AS TIMESTAMP) AND (superseded_at IS NULL OR superseded_at > CAST(day AS TIMESTAMP));

CREATE OR REPLACE MACRO main.mentions_as_of(day) AS TABLE
SELECT *
FROM store.agreement_mention
WHERE recorded_at <= CAST(day AS TIMESTAMP) AND (superseded_at IS NULL OR superseded_at > CAST(day AS TIMESTAMP));

CREATE OR REPLACE MACRO main.agreements_as_of(day) AS TABLE
SELECT *
FROM store.agreement
WHERE
    recorded_at <= CAST(day AS TIMESTAMP) AND (superseded_at IS NULL OR superseded_at > CAST(day AS TIMESTAMP))
    AND mentions > 0;
