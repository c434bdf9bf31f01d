-- Where the raw response of an article may be kept: its versions, the one that holds first, then the newest.
SELECT article_id, version, batch_id, feed_id, fetched_at, content_hash
FROM store.article
WHERE article_id = $1
ORDER BY superseded_at IS NULL DESC, version DESC;
