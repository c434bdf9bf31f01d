INSERT INTO store.tombstone
SELECT DISTINCT 'article', a.article_id, $now, 'irrelevant and old'
FROM store.article AS a
ANTI JOIN store.tombstone AS t ON t.kind = 'article' AND a.article_id = t.key
ANTI JOIN store.figure AS f ON a.article_id = f.article_id
ANTI JOIN store.agreement_mention AS m ON a.article_id = m.article_id
ANTI JOIN store.development AS d ON a.article_id = d.article_id
GROUP BY a.article_id
HAVING NOT bool_or(a.relevant) AND max(a.fetched_at) < $before
