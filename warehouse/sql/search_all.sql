CREATE OR REPLACE TABLE store.search_base AS
SELECT article_id || '@' || version AS key, array_to_string(main.search_tokens(store.plain(title || ' ' || text)), ' ') AS tokens
FROM main.article
