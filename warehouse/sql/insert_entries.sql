INSERT INTO store.entry
SELECT
    i.entry_id, i.feed_id, i.guid, i.url, i.canonical_url, i.title, i.summary, i.language, i.author, i.published_at,
    i.published_raw, i.published_source, i.content_hash, i.seen_at, i.seen_at, i.screened, i.batch_id
FROM incoming_entries AS i
ANTI JOIN store.tombstone AS t ON t.kind = 'entry' AND i.entry_id = t.key
ANTI JOIN store.entry AS e ON i.entry_id = e.entry_id AND i.feed_id = e.feed_id
