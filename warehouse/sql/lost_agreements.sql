-- Agreements that messages tell and the register lacks, since a backup was put in place, by the incoming sentences that
-- told them; with the names that these reports called their sides.
SELECT l.url, l.quote, l.agreement_id, list(DISTINCT l.name) AS names
FROM (
    SELECT
        alert_id, agreement_id, payload ->> 'url' AS url, payload ->> 'quote' AS quote,
        unnest(CAST(payload -> 'names' AS VARCHAR[])) AS name
    FROM store.alert
    ANTI JOIN store.agreement USING (agreement_id)
    WHERE kind <> 'finding'
) AS l
SEMI JOIN incoming_sentences AS i ON l.url IS NOT DISTINCT FROM i.url AND l.quote = i.quote
GROUP BY l.url, l.quote, l.agreement_id
ORDER BY min(l.alert_id)
