-- Which agreements were first reported in the last seven days, by sector?
-- An agreement that touches two sectors stands under both; "last" counts from the newest load.
SELECT
    unnest(CASE WHEN len(sectors) = 0 THEN ['(none told)'] ELSE sectors END) AS sector,
    agreement_id, stage, type,
    list_transform(parties, lambda party : party.name) AS parties,
    value, unit, first_reported_at, publishers, title
FROM agreement
WHERE first_reported_at >= (SELECT max(loaded_at) FROM run) - INTERVAL 7 DAY
ORDER BY sector, first_reported_at;
