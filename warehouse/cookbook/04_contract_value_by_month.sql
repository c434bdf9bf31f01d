-- What were the contracts worth that were signed each month?
-- Without a told date of signing, the first report counts. `valued` says how many told a value at all, `in_usd` how
-- many of those have a rate in dollars.
SELECT
    CAST(date_trunc('month', coalesce(signed_on, first_reported_at)) AS DATE) AS month,
    count(*) AS agreements, count(value) AS valued, count(value_usd) AS in_usd, sum(value_usd) AS value_usd
FROM agreement
WHERE kind = 'single' AND stage IN ('signed', 'in_force') AND type IN ('contract', 'loan', 'joint_venture', 'agreement')
GROUP BY ALL
ORDER BY month;
