-- Where does a number come from: the sentence around it, the page, the feed, the batch that fetched it?
-- The newest twenty; put your own figure_id in `asked`. The batch's folder holds the raw response. The context runs
-- 60 characters to each side.
WITH asked AS MATERIALIZED (
    SELECT * FROM figure ORDER BY figure_id DESC LIMIT 20
)

SELECT
    f.figure_id, f.value, f.unit, f.quote,
    CASE f.field
        WHEN 'title' THEN a.title
        ELSE substr(a.text, greatest(f.start - 60, 0) + 1, f."end" - greatest(f.start - 60, 0) + 60)
    END AS context,
    f.extractor_version, a.url, a.publisher, a.published_at, a.published_source, a.feed_id, a.batch_id
FROM asked AS f
INNER JOIN store.article AS a ON f.article_id = a.article_id AND a.superseded_at IS NULL
ORDER BY f.figure_id DESC;
