-- Every name by which the register or a report of its agreements calls a party.
SELECT DISTINCT unnest(list_transform(parties, lambda p: p.name)) AS name FROM main.agreement
UNION
SELECT DISTINCT unnest(list_transform(parties, lambda p: p.name)) FROM main.agreement_mention
WHERE agreement_id IS NOT NULL
