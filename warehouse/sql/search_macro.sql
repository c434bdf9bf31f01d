-- Articles that hold any of the words, best first (Okapi BM25, k = 1.2, b = 0.75).
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

spread AS (
    SELECT asked.term, coalesce(b.df, 0) + coalesce(f.df, 0) AS df, b.termid AS base_id, f.termid AS fresh_id
    FROM asked
    LEFT JOIN fts_store_search_base.dict AS b ON asked.term = b.term
    LEFT JOIN fts_store_search_fresh.dict AS f ON asked.term = f.term
),

hits AS (
    SELECT d.name AS key, d.len, s.term, s.df, count(*) AS tf
    FROM fts_store_search_base.terms AS t
    INNER JOIN spread AS s ON t.termid = s.base_id
    INNER JOIN fts_store_search_base.docs AS d ON t.docid = d.docid
    GROUP BY ALL
    UNION ALL
    SELECT d.name, d.len, s.term, s.df, count(*)
    FROM fts_store_search_fresh.terms AS t
    INNER JOIN spread AS s ON t.termid = s.fresh_id
    INNER JOIN fts_store_search_fresh.docs AS d ON t.docid = d.docid
    GROUP BY ALL
),

ranked AS (
    SELECT
        h.key,
        sum(ln((size.docs - h.df + 0.5) / (h.df + 0.5) + 1) * h.tf * 2.2
        / (h.tf + 1.2 * (0.25 + 0.75 * h.len / size.average))) AS score
    FROM hits AS h, size
    GROUP BY h.key
    ORDER BY score DESC
    LIMIT 1000
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
ORDER BY r.score DESC, a.article_id;
