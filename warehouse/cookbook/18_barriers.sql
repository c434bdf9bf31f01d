-- Which tariffs, quotas, bans and sanctions came or went?
SELECT coalesce(d.date, CAST(a.published_at AS DATE)) AS day, d.date_grain, d.kind, d.quote, a.publisher, a.language, a.url
FROM development AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE d.kind IN ('tariff', 'quota', 'ban', 'ban_lifted', 'sanction', 'market_access')
ORDER BY day DESC;
