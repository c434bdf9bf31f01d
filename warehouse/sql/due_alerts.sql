-- Messages that may go out now, oldest first, so many a channel, bundles whole. A message whose channel has an earlier
-- one under a lease, or waiting for its next attempt, waits behind it: a channel hears things in order.
-- A time that lies ahead of the clock was written before the clock stepped back: such a message waits no longer.
-- A rule's quiet hours hold what waited into them, but an escalation, and no more than a day: who sends only in quiet hours
-- would otherwise never send.
WITH waiting AS (
    SELECT
        *,
        next_attempt_at <= $now
        OR (attempts = 0 AND created_at > $now + INTERVAL 5 MINUTE)
        OR attempted_at > $now + INTERVAL 5 MINUTE AS due,
        lease_owner IS NOT NULL AND lease_until > $now AS held
    FROM store.alert
    WHERE
        state = 'pending' AND channel <> 'none' AND channel NOT IN (SELECT channel FROM store.channel)
        AND NOT list_contains($busy, channel) AND NOT list_contains($resting, rule)
        AND NOT (list_contains($quiet, rule) AND kind <> 'escalation' AND next_attempt_at > $now - INTERVAL 1 DAY)
),

blocked AS (
    SELECT channel, min(alert_id) AS first_blocked
    FROM waiting
    WHERE held OR (attempts > 0 AND NOT due)
    GROUP BY channel
),

due AS (
    SELECT
        w.*,
        coalesce(w.message_key, w.bundle) AS together,
        row_number() OVER (PARTITION BY w.channel ORDER BY w.alert_id) AS place
    FROM waiting AS w
    LEFT JOIN blocked AS b ON w.channel = b.channel
    WHERE w.due AND NOT w.held AND (b.first_blocked IS NULL OR w.alert_id < b.first_blocked)
),

chosen AS (
    SELECT alert_id, agreement_id, stage, rule, channel, kind, unless, bundle
    FROM due
    WHERE
        place <= $limit
        OR (channel, together) IN (SELECT (channel, together) FROM due WHERE place <= $limit AND together IS NOT NULL)
),

-- The first message that told this channel of the agreement: a correction, a denial, a later stage is threaded with it.
told AS (
    SELECT c.alert_id, arg_min(coalesce(t.message_key, t.idempotency_key), t.alert_id) AS follows
    FROM chosen AS c
    INNER JOIN store.alert AS t ON c.agreement_id = t.agreement_id AND c.channel = t.channel
    WHERE t.alert_id < c.alert_id AND t.state IN ('sent', 'pending') AND t.kind IN ('stage', 'correction', 'finding')
    GROUP BY c.alert_id
),

-- The last message that told this channel another stage before, or tells it in this claim: another rule's of the same
-- stage is no step onward. A correction follows also what its own rule told of that stage.
stepped AS (
    SELECT
        c.alert_id,
        max_by(coalesce(t.message_key, t.idempotency_key), t.alert_id) AS earlier,
        max_by(t.stage, t.alert_id) AS earlier_stage,
        max_by(coalesce(t.sent_at, t.created_at), t.alert_id) AS earlier_at
    FROM chosen AS c
    INNER JOIN store.alert AS t
        ON
            c.agreement_id = t.agreement_id AND c.channel = t.channel AND t.alert_id < c.alert_id
            AND (c.stage <> t.stage OR (c.kind = 'correction' AND c.rule = t.rule))
    WHERE
        t.kind <> 'repeat'
        AND (t.state = 'sent' OR (t.bundle IS NULL AND t.alert_id IN (SELECT alert_id FROM chosen)))
    GROUP BY c.alert_id
),

-- Where a message that could not be delivered is escalated, the channels that did not get it.
unreached AS (
    SELECT c.alert_id, list_sort(list(DISTINCT f.channel)) AS undelivered
    FROM chosen AS c
    INNER JOIN store.alert AS f
        ON
            c.agreement_id = f.agreement_id AND c.stage = f.stage AND c.rule = f.rule
            AND f.unless IS NULL AND f.alert_id < c.alert_id
    WHERE c.kind = 'escalation' AND c.unless = 'sent' AND f.state <> 'sent' AND f.channel <> 'none'
    GROUP BY c.alert_id
)

SELECT
    a.alert_id, a.agreement_id, a.stage, a.kind, a.rule, a.channel, a.attempts, a.created_at, a.idempotency_key,
    a.payload, a.bundle, a.message_key, t.follows, s.earlier, s.earlier_stage, s.earlier_at,
    coalesce(u.undelivered, []) AS undelivered,
    coalesce(a.taken_by, []) AS taken_by
FROM store.alert AS a
SEMI JOIN chosen AS c ON a.alert_id = c.alert_id
LEFT JOIN told AS t ON a.alert_id = t.alert_id
LEFT JOIN stepped AS s ON a.alert_id = s.alert_id
LEFT JOIN unreached AS u ON a.alert_id = u.alert_id
ORDER BY a.alert_id
