-- What the articles that `demote_originals` is about to change were held to copy until now ($at).
INSERT INTO store.earlier_copy BY NAME
SELECT a.article_id, a.version, a.copy_of, $at AS superseded_at
FROM store.article AS a
INNER JOIN demoted AS d ON a.article_id = d.copy OR a.copy_of = d.copy
WHERE a.superseded_at IS NULL AND a.article_id <> d.original
