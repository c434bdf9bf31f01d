-- Entries are in the language of their feed, articles in that of their text.
CREATE OR REPLACE VIEW main.coverage AS
WITH seen AS (
    SELECT
        coalesce(e.published_at, e.first_seen_at)::DATE AS day,
        f.publisher,
        f.language,
        CAST(count(*) AS INTEGER) AS entries,
        round(100 * avg(CAST(p.within_hour AS INTEGER)), 1) AS seen_within_hour_pct
    FROM store.entry AS e
    INNER JOIN store.feed AS f ON e.feed_id = f.feed_id
    LEFT JOIN store.promptness AS p ON e.entry_id = p.entry_id
    GROUP BY ALL
),

read AS (
    SELECT
        coalesce(published_at, fetched_at)::DATE AS day,
        publisher,
        language,
        CAST(count(*) AS INTEGER) AS articles,
        CAST(count(*) FILTER (relevant) AS INTEGER) AS relevant
    FROM main.article
    GROUP BY ALL
)

SELECT
    coalesce(r.day, s.day) AS day,
    coalesce(r.publisher, s.publisher) AS publisher,
    coalesce(r.language, s.language) AS language,
    coalesce(s.entries, 0) AS entries,
    s.seen_within_hour_pct,
    coalesce(r.articles, 0) AS articles,
    coalesce(r.relevant, 0) AS relevant
FROM seen AS s
FULL JOIN read AS r ON s.day = r.day AND s.publisher = r.publisher AND s.language = r.language;
