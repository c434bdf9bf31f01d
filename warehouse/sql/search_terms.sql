-- The words of a search with their weight in both indexes together (Okapi BM25).
CREATE OR REPLACE MACRO main.search_terms(words) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(main.search_tokens(store.simplified(words))) AS term
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
FROM asked
CROSS JOIN size
LEFT JOIN fts_store_search_base.dict AS b ON asked.term = b.term
LEFT JOIN fts_store_search_fresh.dict AS f ON asked.term = f.term
