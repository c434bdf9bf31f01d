-- Articles whose news alerts nobody: of a backfill or a re-analysis, of a feed's first poll, or long published.
SELECT
    a.article_id,
    CASE
        WHEN r.kind IN ('backfill', 'reanalysis') THEN r.kind || ': old news'
        WHEN p.first_poll THEN 'first poll of ' || a.feed_id
        ELSE 'published long before it was read'
    END AS reason
FROM store.article AS a
INNER JOIN store.run AS r ON a.batch_id = r.batch_id
LEFT JOIN store.poll AS p ON a.batch_id = p.batch_id AND a.feed_id = p.feed_id
WHERE
    a.superseded_at IS NULL AND list_contains($ids, a.article_id)
    AND (r.kind IN ('backfill', 'reanalysis') OR coalesce(p.first_poll, FALSE)
        OR a.fetched_at - a.published_at > INTERVAL 14 DAY)
