-- missing_agreements
-- Those of the agreements $needed that no report tells now, and whether there ever was one of that number.
SELECT
    n.agreement_id,
    CAST(n.agreement_id[2:] AS HUGEINT) BETWEEN 1 AND (SELECT next - 1 FROM store.counter WHERE name = 'agreement')
FROM (SELECT unnest($needed) AS agreement_id) AS n
ANTI JOIN store.agreement AS g ON n.agreement_id = g.agreement_id AND g.superseded_at IS NULL AND g.mentions > 0
ORDER BY n.agreement_id
