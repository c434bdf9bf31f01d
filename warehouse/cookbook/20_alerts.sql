-- What became of the alerts: how many wait, were sent or held back and why, and how long did they take?
SELECT
    channel, rule, kind, state, reason, count(*) AS messages, min(created_at) AS oldest, max(created_at) AS newest,
    quantile_cont(date_diff('millisecond', created_at, sent_at) / 1000.0, 0.95) AS sent_within_s_p95
FROM alert_message
GROUP BY ALL
ORDER BY messages DESC, channel, kind, state;
