-- What articles' own conversions imply, by currency and month of the article; three articles must tell it.
SELECT
    f.unit, year(coalesce(a.published_at, a.fetched_at)), month(coalesce(a.published_at, a.fetched_at)),
    median(CAST(f.value_usd AS DOUBLE) / CAST(f.value AS DOUBLE))
FROM main.figure AS f
INNER JOIN main.article AS a ON f.article_id = a.article_id
WHERE f.usd_source = 'article' AND f.value > 0 AND f.value_usd > 0
GROUP BY ALL
HAVING count(DISTINCT f.article_id) >= 3
