CREATE OR REPLACE TEMP TABLE unindexed AS
SELECT a.article_id, a.version
FROM store.article AS a
ANTI JOIN fts_store_search_base.docs AS d ON a.article_id || '@' || a.version = d.name
WHERE a.superseded_at IS NULL
