-- Which articles speak of soybeans in any of the three languages, and of which agreements?
SELECT s.score, s.published_at, s.publisher, s.language, s.title, list(DISTINCT m.agreement_id) FILTER (m.agreement_id IS NOT NULL) AS agreements
FROM search('соя soybean 大豆') AS s
LEFT JOIN agreement_mention AS m ON s.article_id = m.article_id
GROUP BY ALL
ORDER BY s.score DESC
LIMIT 20;
