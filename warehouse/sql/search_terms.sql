-- The words of a search with their weight in both indexes together (Okapi BM25). Texts are held by pairs of Chinese
-- characters: one alone is looked for in all the pairs that hold it.
CREATE OR REPLACE MACRO main.search_terms(words) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(main.search_tokens(store.simplified(words))) AS term
),

alone AS (
    SELECT term FROM asked WHERE length(term) = 1 AND term >= '一'
),

sought AS (
    SELECT term FROM asked
    UNION
    SELECT d.term
    FROM (SELECT term FROM fts_store_search_base.dict UNION ALL SELECT term FROM fts_store_search_fresh.dict) AS d
    INNER JOIN alone ON length(d.term) = 2 AND contains(d.term, alone.term)
),

size AS (
    SELECT
        b.num_docs + f.num_docs AS docs,
        greatest((b.num_docs * coalesce(b.avgdl, 0) + f.num_docs * coalesce(f.avgdl, 0))
        / greatest(b.num_docs + f.num_docs, 1), 1) AS average
    FROM fts_store_search_base.stats AS b, fts_store_search_fresh.stats AS f
)

SELECT
    b.termid AS base_id, f.termid AS fresh_id,
    ln((size.docs - coalesce(b.df, 0) - coalesce(f.df, 0) + 0.5) / (coalesce(b.df, 0) + coalesce(f.df, 0) + 0.5) + 1)
        AS weight,
    size.average
FROM sought
CROSS JOIN size
LEFT JOIN fts_store_search_base.dict AS b ON sought.term = b.term
LEFT JOIN fts_store_search_fresh.dict AS f ON sought.term = f.term
