-- From publication to delivery, a line for each message that told a new stage.
CREATE OR REPLACE VIEW main.alert_latency AS
SELECT
    l.alert_id,
    r.feed_id,
    l.channel,
    l.agreement_id,
    l.stage,
    l.state,
    r.published_at,
    e.first_seen_at,
    l.created_at AS loaded_at,
    l.sent_at,
    date_diff('millisecond', r.published_at, e.first_seen_at) / 1000.0 AS published_to_seen_s,
    date_diff('millisecond', e.first_seen_at, l.created_at) / 1000.0 AS seen_to_loaded_s,
    date_diff('millisecond', l.created_at, l.sent_at) / 1000.0 AS loaded_to_sent_s,
    date_diff('millisecond', r.published_at, l.sent_at) / 1000.0 AS published_to_sent_s
FROM store.alert AS l
INNER JOIN store.agreement_stage AS s ON l.agreement_id = s.agreement_id AND l.stage = s.stage
INNER JOIN main.article AS r ON s.article_id = r.article_id
LEFT JOIN (
    SELECT entry_id, min(first_seen_at) AS first_seen_at FROM store.entry GROUP BY entry_id
) AS e ON r.entry_id = e.entry_id
WHERE l.kind = 'stage';

CREATE OR REPLACE VIEW main.latency AS
SELECT
    feed_id,
    channel,
    CAST(count(*) AS INTEGER) AS alerts,
    CAST(count(sent_at) AS INTEGER) AS sent,
    quantile_cont(published_to_seen_s, 0.5) AS published_to_seen_p50_s,
    quantile_cont(published_to_seen_s, 0.95) AS published_to_seen_p95_s,
    quantile_cont(seen_to_loaded_s, 0.5) AS seen_to_loaded_p50_s,
    quantile_cont(seen_to_loaded_s, 0.95) AS seen_to_loaded_p95_s,
    quantile_cont(loaded_to_sent_s, 0.5) AS loaded_to_sent_p50_s,
    quantile_cont(loaded_to_sent_s, 0.95) AS loaded_to_sent_p95_s,
    quantile_cont(published_to_sent_s, 0.5) AS published_to_sent_p50_s,
    quantile_cont(published_to_sent_s, 0.95) AS published_to_sent_p95_s
FROM main.alert_latency
WHERE state <> 'suppressed'
GROUP BY feed_id, channel;
