-- After a restore: the outbox of the database that was in place (attached as `before`) is taken over, so that what it
-- told is not told again and what waits in it is not lost; what it keeps aside stays aside, since a twin tells it. Lines
-- are known by their idempotency key, or where a merge or split gave them another since, by their number and what they
-- are; those that the backup lacks come after its own, in their order.
CREATE TEMP TABLE kept_lines AS
WITH told AS (
    SELECT *, false AS aside FROM before.store.alert
    UNION ALL BY NAME
    SELECT *, true AS aside FROM before.store.merged_alert
),

held AS (
    FROM store.alert UNION ALL BY NAME FROM store.merged_alert
),

same AS (
    SELECT t.alert_id AS before_id, h.alert_id
    FROM told AS t
    INNER JOIN held AS h ON t.idempotency_key = h.idempotency_key
    UNION
    SELECT t.alert_id AS before_id, h.alert_id
    FROM told AS t
    INNER JOIN held AS h USING (alert_id, created_at, stage, kind, rule, channel)
    WHERE
        t.idempotency_key NOT IN (SELECT k.idempotency_key FROM held AS k)
        AND h.idempotency_key NOT IN (SELECT k.idempotency_key FROM told AS k)
)

SELECT
    t.alert_id AS before_id,
    coalesce(s.alert_id, c.next - 1 + row_number() OVER (PARTITION BY s.alert_id IS NULL ORDER BY t.alert_id)) AS alert_id,
    s.alert_id IS NULL AS fresh
FROM told AS t
LEFT JOIN same AS s ON t.alert_id = s.before_id
CROSS JOIN (SELECT next FROM store.counter WHERE name = 'alert') AS c;

DELETE FROM store.alert WHERE alert_id IN (SELECT alert_id FROM kept_lines WHERE NOT fresh);

DELETE FROM store.merged_alert WHERE alert_id IN (SELECT alert_id FROM kept_lines WHERE NOT fresh);

INSERT INTO store.alert BY NAME
SELECT b.* REPLACE (k.alert_id AS alert_id)
FROM before.store.alert AS b
INNER JOIN kept_lines AS k ON b.alert_id = k.before_id
ORDER BY k.alert_id;

INSERT INTO store.merged_alert BY NAME
SELECT b.* REPLACE (k.alert_id AS alert_id)
FROM before.store.merged_alert AS b
INNER JOIN kept_lines AS k ON b.alert_id = k.before_id
ORDER BY k.alert_id;

INSERT INTO store.alert_attempt BY NAME
SELECT t.* REPLACE (
    k.alert_id AS alert_id,
    c.next - 1 + row_number() OVER (ORDER BY t.attempt_id) AS attempt_id
)
FROM before.store.alert_attempt AS t
INNER JOIN kept_lines AS k ON t.alert_id = k.before_id
CROSS JOIN (SELECT next FROM store.counter WHERE name = 'attempt') AS c
WHERE NOT EXISTS (
    SELECT 1 FROM store.alert_attempt AS h
    WHERE h.alert_id = k.alert_id AND h.attempted_at = t.attempted_at AND h.sender = t.sender AND h.outcome = t.outcome
);

-- No number is given twice: an agreement under the number of another would be taken for told.
UPDATE store.counter
SET next = greatest(store.counter.next, b.next)
FROM before.store.counter AS b
WHERE store.counter.name = b.name AND b.name <> 'observed';

UPDATE store.counter
SET next = greatest(next, (SELECT coalesce(max(alert_id), 0) + 1 FROM (FROM store.alert UNION ALL BY NAME FROM store.merged_alert)))
WHERE name = 'alert';

UPDATE store.counter
SET next = greatest(next, (SELECT coalesce(max(attempt_id), 0) + 1 FROM store.alert_attempt))
WHERE name = 'attempt';

-- A rule in SQL that was asked before stays known; a channel that a person unparked since is not parked again.
INSERT INTO store.alert_rule BY NAME
SELECT b.* FROM before.store.alert_rule AS b
WHERE NOT EXISTS (SELECT 1 FROM store.alert_rule AS r WHERE r.rule = b.rule AND r.digest = b.digest);

DELETE FROM store.channel;

INSERT INTO store.channel BY NAME SELECT * FROM before.store.channel;

DROP TABLE kept_lines;
