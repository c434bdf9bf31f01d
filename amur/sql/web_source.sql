-- Where the raw response of an article is kept.
SELECT article_id, version, batch_id, feed_id, fetched_at
FROM store.article
WHERE article_id = $1 AND superseded_at IS NULL;
