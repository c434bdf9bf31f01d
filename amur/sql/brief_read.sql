-- How much was read on the day.
SELECT
    CAST(count(*) AS INTEGER) AS articles,
    CAST(count(*) FILTER (relevant) AS INTEGER) AS relevant,
    CAST(count(DISTINCT publisher) AS INTEGER) AS publishers
FROM article
WHERE news_day(published_at, published_source, fetched_at) = $day;
