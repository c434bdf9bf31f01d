-- Who signed with whom, how often, and when last?
WITH side AS (
    SELECT agreement_id, last_reported_at, value_usd, unnest(parties) AS party
    FROM agreement
    WHERE stage IN ('signed', 'in_force') AND kind = 'single'
)

SELECT
    cn.party.name AS chinese_side, ru.party.name AS russian_side,
    count(DISTINCT cn.agreement_id) AS agreements, sum(cn.value_usd) AS value_usd, max(cn.last_reported_at) AS last_reported_at
FROM side AS cn
INNER JOIN side AS ru ON cn.agreement_id = ru.agreement_id
WHERE cn.party.country = 'CN' AND ru.party.country = 'RU'
GROUP BY ALL
ORDER BY agreements DESC, last_reported_at DESC;
