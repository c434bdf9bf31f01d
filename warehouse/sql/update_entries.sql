-- An entry seen again moves its `last_seen_at`; its words, address and verdict follow the feed.
UPDATE store.entry
SET
    last_seen_at = greatest(store.entry.last_seen_at, i.seen_at),
    url = i.url,
    canonical_url = i.canonical_url,
    title = i.title,
    summary = i.summary,
    content_hash = i.content_hash,
    screened = i.screened
FROM incoming_entries AS i
WHERE store.entry.entry_id = i.entry_id AND store.entry.feed_id = i.feed_id
