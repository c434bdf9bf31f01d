-- What was known at a moment: recorded by then, that very moment included, and not superseded by then. A bare day
-- ('2024-05-01', '2024-5-1') means all of it, by UTC.
CREATE OR REPLACE MACRO main.end_of(moment) AS
CAST(moment AS TIMESTAMP)
+ CASE WHEN contains(CAST(moment AS VARCHAR), ':') THEN INTERVAL 1 MICROSECOND ELSE INTERVAL 1 DAY END;

-- The moment as one row, reckoned once however many facts are compared with it.
CREATE OR REPLACE MACRO main.edge_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT main.end_of(moment) AS day_end
)

SELECT day_end FROM edge;

CREATE OR REPLACE MACRO main.stood_at(recorded_at, superseded_at, edge) AS
recorded_at < edge AND (superseded_at IS NULL OR superseded_at >= edge);

-- What was in doubt then is no dollars, as in the figures of today.
CREATE OR REPLACE MACRO main.facts_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT day_end FROM main.edge_of(moment)
),

gainsaid AS (
    SELECT DISTINCT d.figure_id
    FROM store.doubt AS d, edge
    WHERE d.figure_id IS NOT NULL AND main.stood_at(d.recorded_at, d.superseded_at, edge.day_end)
)

SELECT h.* EXCLUDE (gainsaid) REPLACE (
    CASE WHEN g.figure_id IS NULL THEN h.value_usd END AS value_usd,
    CASE WHEN g.figure_id IS NOT NULL AND h.value_usd IS NOT NULL THEN 'in doubt' ELSE h.usd_source END AS usd_source
)
FROM store.figure AS h
CROSS JOIN edge
LEFT JOIN gainsaid AS g ON h.figure_id = g.figure_id
WHERE main.stood_at(h.recorded_at, h.superseded_at, edge.day_end);

-- Under the agreement that each stood in then: what was merged or split since has moved.
CREATE OR REPLACE MACRO main.mentions_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT day_end FROM main.edge_of(moment)
),

placed AS (
    SELECT e.mention_id, arg_max(e.agreement_id, (e.recorded_at, e.rowid)) AS agreement_id
    FROM store.agreement_evidence AS e, edge
    WHERE
        e.recorded_at < edge.day_end
        AND e.mention_id IN (
            SELECT later.mention_id FROM store.agreement_evidence AS later, edge WHERE later.recorded_at >= edge.day_end
        )
    GROUP BY e.mention_id
)

SELECT h.* REPLACE (coalesce(placed.agreement_id, h.agreement_id) AS agreement_id)
FROM store.agreement_mention AS h
CROSS JOIN edge
LEFT JOIN placed ON h.mention_id = placed.mention_id
WHERE main.stood_at(h.recorded_at, h.superseded_at, edge.day_end);

-- With the text that each was held to copy then, whatever older text came in since.
CREATE OR REPLACE MACRO main.articles_as_of(moment) AS TABLE
WITH edge AS MATERIALIZED (
    SELECT day_end FROM main.edge_of(moment)
),

earlier AS (
    SELECT c.article_id, c.version, arg_min_null(c.copy_of, (c.superseded_at, c.rowid)) AS copy_of
    FROM store.earlier_copy AS c, edge
    WHERE c.superseded_at >= edge.day_end
    GROUP BY c.article_id, c.version
)

SELECT h.* REPLACE (CASE WHEN c.article_id IS NULL THEN h.copy_of ELSE c.copy_of END AS copy_of)
FROM store.article AS h
CROSS JOIN edge
LEFT JOIN earlier AS c ON h.article_id = c.article_id AND h.version = c.version
WHERE main.stood_at(h.recorded_at, h.superseded_at, edge.day_end);

CREATE OR REPLACE MACRO main.agreements_as_of(moment) AS TABLE
SELECT h.* FROM store.agreement AS h, main.edge_of(moment) AS e
WHERE main.stood_at(h.recorded_at, h.superseded_at, e.day_end) AND h.mentions > 0 AND h.kind <> 'background';
