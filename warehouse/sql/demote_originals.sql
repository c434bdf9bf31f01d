-- An earlier text came in later: what it was copied by, and that one's copies, are its own.
UPDATE store.article
SET copy_of = d.original
FROM demoted AS d
WHERE
    superseded_at IS NULL AND store.article.article_id <> d.original
    AND (store.article.article_id = d.copy OR store.article.copy_of = d.copy)
