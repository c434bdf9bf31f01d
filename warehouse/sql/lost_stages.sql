-- Stages of the incoming that messages tell from reports which the register lost, since a backup was put in place: now
-- that it reads them again, they are news to nobody, whatever rules and channels there are by now.
SELECT DISTINCT a.agreement_id, a.stage
FROM store.alert AS a
SEMI JOIN incoming_stages AS i ON a.agreement_id = i.id AND a.stage = i.stage
ANTI JOIN store.agreement_mention AS m ON CAST(a.payload ->> '$.mention_id' AS BIGINT) = m.mention_id
WHERE a.kind = 'stage' AND (a.payload ->> 'quote') IS NOT NULL
