-- How much was read on the day.
SELECT
    CAST(count(*) AS INTEGER) AS articles,
    CAST(count(*) FILTER (relevant) AS INTEGER) AS relevant,
    CAST(count(DISTINCT publisher) AS INTEGER) AS publishers
FROM article
WHERE coalesce(published_at, fetched_at)::DATE = $day;
