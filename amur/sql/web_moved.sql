-- The agreement that now has the mentions of one that was merged into it, which alerts and earlier briefs may still name.
SELECT m.agreement_id
FROM agreement_evidence AS e
INNER JOIN agreement_mention AS m ON e.mention_id = m.mention_id
WHERE e.agreement_id = $1 AND m.agreement_id IS NOT NULL AND m.agreement_id <> $1
GROUP BY m.agreement_id
ORDER BY count(*) DESC, m.agreement_id
LIMIT 1;
