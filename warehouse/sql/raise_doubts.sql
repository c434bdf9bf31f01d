INSERT INTO store.doubt BY NAME
SELECT
    $first + row_number() OVER (ORDER BY f.figure_id) - 1 AS doubt_id,
    f.article_id, f.article_version, f.story_id, f.quote, f.field, f.start, f."end", r.reason, f.extractor_version,
    $at AS recorded_at, f.figure_id
FROM weighed_reading AS r
INNER JOIN store.figure AS f ON r.figure_id = f.figure_id
WHERE
    r.reason IS NOT NULL
    AND r.figure_id NOT IN (SELECT figure_id FROM store.doubt WHERE figure_id IS NOT NULL AND superseded_at IS NULL)
