-- Which agreements are worth most, in US dollars?
SELECT
    agreement_id, value_usd, value, unit, stage, type, list_transform(parties, lambda party : party.name) AS parties,
    signed_on, publishers, title
FROM agreement
WHERE value_usd IS NOT NULL AND kind = 'single'
ORDER BY value_usd DESC
LIMIT 25;
