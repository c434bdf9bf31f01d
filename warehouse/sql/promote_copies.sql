-- The original of these copies is gone: the earliest of them is what the others copy.
UPDATE store.article AS a
SET copy_of = nullif(heir.article_id, a.article_id)
FROM (
    SELECT c.copy_of AS gone, arg_min(c.article_id, (least(c.published_at, c.fetched_at), c.article_id)) AS article_id
    FROM store.article AS c
    ANTI JOIN store.article AS original ON c.copy_of = original.article_id
    WHERE c.copy_of IS NOT NULL AND c.superseded_at IS NULL
    GROUP BY c.copy_of
) AS heir
WHERE a.copy_of = heir.gone;

-- Nor is it told of a past moment.
DELETE FROM store.earlier_copy
WHERE
    article_id NOT IN (SELECT article_id FROM store.article)
    OR copy_of NOT IN (SELECT article_id FROM store.article)
