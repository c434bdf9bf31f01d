-- how_told
-- The reports that tell the stages of the agreements $1 as news, the earliest first: in what kind of batch each came in,
-- by the first poll of which feed, and at what age in days. A reading anew brought no report.
SELECT
    m.agreement_id, m.status, coalesce(r.kind, 'run'), p.feed_id,
    CAST(floor(epoch(a.fetched_at - m.reported_at) / 86400) AS INTEGER)
FROM store.agreement_mention AS m
INNER JOIN store.article AS a ON m.article_id = a.article_id AND m.article_version >= a.version
LEFT JOIN (SELECT batch_id, any_value(kind) AS kind FROM store.run GROUP BY batch_id) AS r ON a.batch_id = r.batch_id
LEFT JOIN store.entry AS e ON a.entry_id = e.entry_id AND a.feed_id = e.feed_id AND a.version = 1
LEFT JOIN (SELECT DISTINCT batch_id, feed_id FROM store.poll WHERE first_poll) AS p
    ON coalesce(e.batch_id, a.batch_id) = p.batch_id AND a.feed_id = p.feed_id
WHERE list_contains($1, m.agreement_id) AND m.new AND m.superseded_at IS NULL
QUALIFY row_number() OVER (PARTITION BY m.mention_id ORDER BY coalesce(r.kind = 'reanalysis', false), a.version DESC) = 1
ORDER BY m.reported_at, m.mention_id
