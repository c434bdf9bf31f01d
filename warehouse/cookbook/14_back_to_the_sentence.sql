-- Where does a number come from: the sentence around it, the page, the feed, the batch that fetched it?
-- The batch's folder holds the raw response. The context runs 60 characters to each side.
SELECT
    f.figure_id, f.value, f.unit, f.quote,
    CASE f.field
        WHEN 'title' THEN a.title
        ELSE substr(a.text, greatest(f.start - 60, 0) + 1, f."end" - greatest(f.start - 60, 0) + 60)
    END AS context,
    f.extractor_version, a.url, a.publisher, a.published_at, a.published_source, a.feed_id, h.batch_id
FROM figure AS f
INNER JOIN article AS a ON f.article_id = a.article_id
INNER JOIN store.article AS h ON a.article_id = h.article_id AND a.version = h.version
ORDER BY f.figure_id DESC
LIMIT 20;
