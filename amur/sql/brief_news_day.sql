-- The day whose news an article is; none where a file of old articles does not tell when it was published. Ours alone, so
-- that the snapshot of an earlier program can be asked.
CREATE OR REPLACE TEMP MACRO news_day(published_at, published_source, fetched_at) AS
CAST(coalesce(published_at, CASE WHEN published_source <> 'file' THEN fetched_at END) AS DATE);
