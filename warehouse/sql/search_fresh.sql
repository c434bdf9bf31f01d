CREATE OR REPLACE TABLE store.search_fresh AS
SELECT a.article_id || '@' || a.version AS key, array_to_string(main.search_tokens(a.title || ' ' || a.text), ' ') AS tokens
FROM main.article AS a
ANTI JOIN fts_store_search_base.docs AS d ON a.article_id || '@' || a.version = d.name
