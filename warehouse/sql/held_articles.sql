SELECT
    article_id, version, content_hash, analysis_hash, story_id, fetched_at, superseded_at IS NULL AS current, copy_of
FROM store.article
SEMI JOIN incoming_ids ON store.article.article_id = incoming_ids.id
