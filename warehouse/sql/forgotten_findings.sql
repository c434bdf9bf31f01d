-- forgotten_findings
-- The messages of SQL rules whose row names a touched agreement, or holds what the forgotten articles say and none that
-- is left: an id with its column, or a word of four characters and more.
WITH cell AS (
    SELECT
        a.alert_id, j.atom ->> '$' AS told,
        CASE
            WHEN j.key LIKE '%_id' THEN concat('"', j.key, '":', j.atom, ',')
            WHEN length(j.atom ->> '$') > 3 THEN trim(j.atom::VARCHAR, '"')
        END AS needle
    FROM store.alert AS a, json_tree(a.payload, '$.row') AS j
    WHERE starts_with(a.agreement_id, 'finding ') AND j.atom IS NOT NULL
),

forgotten AS (
    SELECT needle
    FROM (SELECT DISTINCT needle FROM cell) AS c
    SEMI JOIN forgotten_words AS f ON contains(f.words, c.needle)
),

lost AS (
    SELECT needle
    FROM forgotten AS f
    ANTI JOIN article_words AS r ON contains(r.words, f.needle)
)

SELECT DISTINCT alert_id
FROM cell
WHERE list_contains($touched, told) OR needle IN (SELECT needle FROM lost)
