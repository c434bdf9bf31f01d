-- What share of the trade is settled in rubles and yuan, as told over time?
SELECT coalesce(f.period_end, CAST(a.published_at AS DATE)) AS as_of, f.value AS share_pct, f.modifier, f.quote, f.source, a.publisher, a.url
FROM figure AS f
INNER JOIN article AS a ON f.article_id = a.article_id
WHERE f.metric = 'settlement' AND f.unit = '%' AND f.measure = 'share' AND f.value <= 100
ORDER BY as_of, share_pct;
