CREATE OR REPLACE TABLE store.search_fresh AS
SELECT a.article_id || '@' || a.version AS key, array_to_string(main.search_tokens(store.plain(a.title || ' ' || a.text)), ' ') AS tokens
FROM store.article AS a
SEMI JOIN unindexed AS u ON a.article_id = u.article_id AND a.version = u.version
