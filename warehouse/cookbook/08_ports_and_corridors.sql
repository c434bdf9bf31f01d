-- Which routes, hubs, ports and crossings opened, or will open?
-- A month stands by its first day, and a year too, as does a quarter or a season: `until` is the last day that it can
-- mean, and the newest of these comes first.
SELECT
    coalesce(d.date, CAST(a.published_at AS DATE)) AS day,
    CASE d.date_grain
        WHEN 'month' THEN last_day(d.date)
        WHEN 'year' THEN last_day(d.date + INTERVAL 11 MONTH)
        ELSE coalesce(d.date, CAST(a.published_at AS DATE))
    END AS until,
    d.date_grain, d.kind, d.place, d.quote, a.publisher, a.url
FROM development AS d
INNER JOIN article AS a ON d.article_id = a.article_id
WHERE d.kind IN ('route_opened', 'hub_opened', 'port_access', 'border_crossing', 'facility')
ORDER BY until DESC, day DESC, d.place, d.development_id;
