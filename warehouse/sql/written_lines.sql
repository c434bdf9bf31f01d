-- Keys of incoming lines that were written before: under the same key, or, since a backup was put in place, about an
-- agreement that the register lost and now reads again, under another number, from the same sentence. What was noted
-- for nobody is noted again: it may be due to a rule that is refused.
SELECT i.key
FROM incoming_lines AS i
SEMI JOIN store.alert AS a ON i.key = a.idempotency_key

UNION ALL

SELECT i.key
FROM incoming_lines AS i
SEMI JOIN (
    SELECT stage, kind, rule, channel, payload ->> 'url' AS url, payload ->> 'quote' AS quote
    FROM store.alert
    ANTI JOIN store.agreement USING (agreement_id)
    WHERE kind IN ('stage', 'correction') AND channel <> 'none'
) AS l
    ON
        i.stage = l.stage AND i.kind = l.kind AND i.rule = l.rule AND i.channel = l.channel
        AND i.url = l.url AND i.quote = l.quote
