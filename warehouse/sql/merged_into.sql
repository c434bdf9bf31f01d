-- merged_into
-- Those of the agreements $1 that were merged, each with the one that it stands in now: what the view `merged_agreement`
-- says, which the snapshot of an earlier program does not have.
WITH moved AS (
    SELECT
        e.agreement_id, m.agreement_id AS merged_into, count(*) FILTER (m.superseded_at IS NULL) AS standing,
        count(*) AS mentions
    FROM store.agreement_evidence AS e
    INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
    WHERE e.agreement_id <> m.agreement_id AND list_contains($1, e.agreement_id)
    GROUP BY ALL
)

SELECT agreement_id, arg_max(merged_into, (standing, mentions, merged_into)) AS merged_into
FROM moved
ANTI JOIN store.agreement_mention AS m ON moved.agreement_id = m.agreement_id
GROUP BY agreement_id
