INSERT INTO store.tombstone
SELECT DISTINCT 'entry', e.entry_id, $now, 'irrelevant and old'
FROM store.entry AS e
ANTI JOIN store.tombstone AS t ON t.kind = 'entry' AND e.entry_id = t.key
ANTI JOIN store.article AS a ON e.entry_id = a.entry_id
GROUP BY e.entry_id
HAVING max(e.last_seen_at) < $before
