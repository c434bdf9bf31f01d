-- Lines of the agreements in play that wait and were never claimed, whose sentence an edit has withdrawn since, and its article.
SELECT a.alert_id, a.agreement_id, a.stage, a.payload, m.article_id
FROM store.alert AS a
SEMI JOIN wanted_agreements AS w ON a.agreement_id = w.id
INNER JOIN store.agreement_mention AS m ON CAST(a.payload ->> '$.mention_id' AS BIGINT) = m.mention_id
WHERE
    a.state = 'pending' AND a.message_key IS NULL AND a.channel <> 'none' AND a.kind IN ('stage', 'repeat', 'escalation')
    AND (a.payload ->> '$.corrected') IS NULL AND m.superseded_at IS NOT NULL
ORDER BY a.alert_id
