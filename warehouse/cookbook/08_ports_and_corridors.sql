-- Which routes, hubs, ports and crossings opened, or will open?
SELECT coalesce(d.date, CAST(a.published_at AS DATE)) AS day, d.date_grain, d.kind, d.place, d.quote, a.publisher, a.url
FROM development AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE d.kind IN ('route_opened', 'hub_opened', 'port_access', 'border_crossing', 'facility')
ORDER BY day DESC, d.place;
