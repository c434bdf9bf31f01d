CREATE OR REPLACE VIEW main.article AS
SELECT
    article_id, url, canonical_url, publisher, title, text, language, published_at, published_source, fetched_at,
    feed_id, entry_id, relevant, relevance, reasons, story_id, content_hash, version, extractor_version, recorded_at, copy_of
FROM store.article
WHERE superseded_at IS NULL;

CREATE OR REPLACE VIEW main.story AS
SELECT
    story_id,
    arg_min(title, coalesce(published_at, fetched_at)) AS title,
    min(fetched_at) AS first_seen_at,
    CAST(count(*) AS INTEGER) AS articles,
    CAST(count(DISTINCT publisher) AS INTEGER) AS publishers,
    CAST(count(DISTINCT publisher) FILTER (copy_of IS NULL) AS INTEGER) AS independent_publishers,
    list_sort(list(DISTINCT language)) AS languages
FROM store.article
WHERE superseded_at IS NULL
GROUP BY story_id;
