-- Articles that hold any of the words, best first (Okapi BM25, k = 1.2, b = 0.75). Grouped by number and named at
-- the end: a common word stands in a tenth of a million articles.
CREATE OR REPLACE MACRO main.search(words) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(main.search_tokens(words)) AS term
),

size AS (
    SELECT
        b.num_docs + f.num_docs AS docs,
        greatest((b.num_docs * coalesce(b.avgdl, 0) + f.num_docs * coalesce(f.avgdl, 0))
        / greatest(b.num_docs + f.num_docs, 1), 1) AS average
    FROM fts_store_search_base.stats AS b, fts_store_search_fresh.stats AS f
),

weighed AS MATERIALIZED (
    SELECT
        b.termid AS base_id, f.termid AS fresh_id,
        ln((size.docs - coalesce(b.df, 0) - coalesce(f.df, 0) + 0.5) / (coalesce(b.df, 0) + coalesce(f.df, 0) + 0.5) + 1)
            AS weight,
        size.average
    FROM asked
    CROSS JOIN size
    LEFT JOIN fts_store_search_base.dict AS b ON asked.term = b.term
    LEFT JOIN fts_store_search_fresh.dict AS f ON asked.term = f.term
),

base_hits AS (
    SELECT docid, termid, count(*) AS tf
    FROM fts_store_search_base.terms
    WHERE termid IN (SELECT base_id FROM weighed)
    GROUP BY docid, termid
),

base_best AS (
    SELECT h.docid, sum(w.weight * h.tf * 2.2 / (h.tf + 1.2 * (0.25 + 0.75 * d.len / w.average))) AS score
    FROM base_hits AS h
    INNER JOIN weighed AS w ON h.termid = w.base_id
    INNER JOIN fts_store_search_base.docs AS d ON h.docid = d.docid
    GROUP BY h.docid
    ORDER BY score DESC
    LIMIT 1000
),

fresh_hits AS (
    SELECT docid, termid, count(*) AS tf
    FROM fts_store_search_fresh.terms
    WHERE termid IN (SELECT fresh_id FROM weighed)
    GROUP BY docid, termid
),

fresh_best AS (
    SELECT h.docid, sum(w.weight * h.tf * 2.2 / (h.tf + 1.2 * (0.25 + 0.75 * d.len / w.average))) AS score
    FROM fresh_hits AS h
    INNER JOIN weighed AS w ON h.termid = w.fresh_id
    INNER JOIN fts_store_search_fresh.docs AS d ON h.docid = d.docid
    GROUP BY h.docid
    ORDER BY score DESC
    LIMIT 1000
),

ranked AS (
    SELECT d.name AS key, b.score
    FROM base_best AS b INNER JOIN fts_store_search_base.docs AS d ON b.docid = d.docid
    UNION ALL
    SELECT d.name, f.score
    FROM fresh_best AS f INNER JOIN fts_store_search_fresh.docs AS d ON f.docid = d.docid
)

SELECT
    round(r.score, 3) AS score,
    a.published_at,
    a.publisher,
    a.language,
    a.title,
    a.url,
    a.article_id,
    a.story_id,
    a.relevant
FROM ranked AS r
INNER JOIN main.article AS a
    ON split_part(r.key, '@', 1) = a.article_id AND CAST(split_part(r.key, '@', 2) AS INTEGER) = a.version
ORDER BY r.score DESC, a.article_id
LIMIT 1000;
