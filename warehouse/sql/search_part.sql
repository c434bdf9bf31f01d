-- The best articles of one index, {part} (k = 1.2, b = 0.75). Grouped by number and named at the end: a common word
-- stands in a tenth of a million articles.
CREATE OR REPLACE MACRO main.search_{part}(words) AS TABLE
WITH weighed AS MATERIALIZED (
    SELECT {part}_id AS termid, weight, average FROM main.search_terms(words) WHERE {part}_id IS NOT NULL
),

hits AS (
    SELECT docid, termid, count(*) AS tf
    FROM fts_store_search_{part}.terms
    WHERE termid IN (SELECT termid FROM weighed)
    GROUP BY docid, termid
),

best AS (
    SELECT h.docid, sum(w.weight * h.tf * 2.2 / (h.tf + 1.2 * (0.25 + 0.75 * d.len / w.average))) AS score
    FROM hits AS h
    INNER JOIN weighed AS w ON h.termid = w.termid
    INNER JOIN fts_store_search_{part}.docs AS d ON h.docid = d.docid
    GROUP BY h.docid
    ORDER BY score DESC
    LIMIT 1000
)

SELECT d.name AS key, b.score
FROM best AS b
INNER JOIN fts_store_search_{part}.docs AS d ON b.docid = d.docid
