-- parted_agreements
-- Agreements that people split off, each with those that its mentions had been of.
SELECT DISTINCT s.agreement_id, w.agreement_id
FROM store.agreement_evidence AS s
INNER JOIN store.agreement_evidence AS w ON s.mention_id = w.mention_id
WHERE s.action = 'split' AND w.agreement_id IS NOT NULL
