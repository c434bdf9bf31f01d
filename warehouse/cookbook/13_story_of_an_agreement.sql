-- What is the story of the agreement that most outlets told, stage by stage?
SELECT t.reported_at, t.stage, t.publisher, t.title, t.value, t.unit, t.url
FROM agreement_timeline AS t
WHERE t.agreement_id = (SELECT agreement_id FROM agreement ORDER BY publishers DESC, mentions DESC, agreement_id LIMIT 1)
ORDER BY t.reported_at;
