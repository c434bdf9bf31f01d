-- Articles that hold any of the words, best first.
CREATE OR REPLACE MACRO main.search(words) AS TABLE
WITH ranked AS (
    FROM main.search_base(words) UNION ALL FROM main.search_fresh(words)
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
LIMIT 1000
