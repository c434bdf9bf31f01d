CREATE OR REPLACE VIEW main.feed AS
SELECT feed_id, url, publisher, country, language, timezone, kind, interval_s, content, note
FROM store.feed;

CREATE OR REPLACE VIEW main.poll AS
SELECT
    feed_id, polled_at, outcome, http_status, bytes, entries_seen, entries_new, entries_changed, entries_dropped,
    entries_missed, elapsed_ms, error, notes, first_poll, batch_id
FROM store.poll;

CREATE OR REPLACE VIEW main.entry AS
SELECT
    entry_id, feed_id, guid, url, canonical_url, title, summary, language, author, published_at, published_raw,
    published_source, content_hash, first_seen_at, last_seen_at, screened, batch_id
FROM store.entry;

CREATE OR REPLACE VIEW main.run AS
SELECT
    load_number, batch_id, kind, started_at, loaded_at, extractor_version,
    CAST(report ->> 'feeds_failed' AS INTEGER) AS feeds_failed,
    CAST(report ->> 'entries_new' AS INTEGER) AS entries_new,
    CAST(report ->> 'articles_new' AS INTEGER) AS articles_new,
    CAST(report ->> 'articles_changed' AS INTEGER) AS articles_changed,
    CAST(report ->> 'figures' AS INTEGER) AS figures,
    CAST(report ->> 'agreements_new' AS INTEGER) AS agreements_new,
    CAST(report ->> 'agreements_updated' AS INTEGER) AS agreements_updated,
    CAST(report ->> 'alerts_pending' AS INTEGER) AS alerts_pending,
    CAST(coalesce(report -> 'corrections_refused', '[]') AS VARCHAR[]) AS corrections_refused
FROM store.run;
