-- Which entries we saw within an hour of publication. Only dates that the feed told count; what its first poll found lay
-- there before we looked, and says nothing of our speed.
CREATE OR REPLACE VIEW store.promptness AS
SELECT e.entry_id, e.first_seen_at - e.published_at <= INTERVAL 1 HOUR AS within_hour
FROM store.entry AS e
INNER JOIN (SELECT feed_id, min(polled_at) AS at FROM store.poll GROUP BY feed_id) AS first ON e.feed_id = first.feed_id
WHERE e.published_source IN ('feed', 'feed_local') AND e.first_seen_at > first.at + INTERVAL 1 MINUTE;

-- How each feed fares, in one word first. Slow is a median of ten seconds; silent, no news for two days and for ten
-- times as long as it usually takes; stale, none for two weeks.
CREATE OR REPLACE VIEW main.feed_health AS
WITH recent AS (
    SELECT
        feed_id,
        CAST(count(*) AS INTEGER) AS polls,
        CAST(count(*) FILTER (outcome IN ('soft_failure', 'hard_failure')) AS INTEGER) AS failed,
        sum(entries_new)::BIGINT AS entries_new,
        sum(entries_missed)::BIGINT AS entries_missed,
        sum(entries_dropped)::BIGINT AS entries_dropped,
        CAST(median(elapsed_ms) FILTER (elapsed_ms > 0) AS INTEGER) AS median_ms,
        arg_max(outcome, polled_at) AS last_outcome,
        arg_max(error, polled_at) FILTER (error IS NOT NULL) AS last_error,
        arg_max(notes, polled_at) AS last_notes,
        min(polled_at) AS first_polled_at,
        max(polled_at) AS last_polled_at
    FROM store.poll
    GROUP BY feed_id
),

news AS (
    SELECT
        e.feed_id,
        max(e.published_at) AS newest_entry_at,
        date_diff('second', min(e.published_at), max(e.published_at)) / greatest(count(e.published_at) - 1, 1) AS gap_s,
        round(100 * avg(CAST(p.within_hour AS INTEGER)), 1) AS seen_within_hour_pct
    FROM store.entry AS e
    LEFT JOIN store.promptness AS p ON e.entry_id = p.entry_id
    GROUP BY e.feed_id
)

SELECT
    coalesce(f.feed_id, r.feed_id) AS feed_id,
    f.publisher,
    CASE
        WHEN r.last_polled_at IS NULL THEN 'never polled'
        WHEN r.last_outcome IN ('soft_failure', 'hard_failure') THEN 'failing'
        WHEN list_has_any(list_transform(r.last_notes, lambda note: split_part(note, ':', 1)),
            ['lied', 'downgraded', 'on trial']) THEN 'lying'
        WHEN e.newest_entry_at < r.last_polled_at - INTERVAL 14 DAY THEN 'stale'
        WHEN e.newest_entry_at < r.last_polled_at - greatest(INTERVAL 2 DAY, to_seconds(10 * e.gap_s)) THEN 'silent'
        WHEN r.median_ms >= 10000 THEN 'slow'
        WHEN r.entries_missed > 0 THEN 'losing items'
        ELSE 'well'
    END AS standing,
    r.last_outcome,
    s.last_ok_at,
    r.last_polled_at,
    s.next_poll_at,
    coalesce(s.failures, 0) AS failures,
    coalesce(r.polls, 0) AS polls,
    coalesce(r.failed, 0) AS failed,
    coalesce(r.entries_new, 0) AS entries_new,
    coalesce(r.entries_missed, 0) AS entries_missed,
    coalesce(r.entries_dropped, 0) AS entries_dropped,
    r.median_ms,
    e.seen_within_hour_pct,
    r.last_error,
    nullif(array_to_string(r.last_notes, '; '), '') AS last_notes,
    e.newest_entry_at
FROM store.feed AS f
FULL JOIN recent AS r ON f.feed_id = r.feed_id
LEFT JOIN store.feed_state AS s ON coalesce(f.feed_id, r.feed_id) = s.feed_id
LEFT JOIN news AS e ON coalesce(f.feed_id, r.feed_id) = e.feed_id;
