-- Every mention of the agreements that share a key with the batch, and of those that its edited articles had; what
-- these edits have just withdrawn comes with `stands` false.
WITH wanted AS (
    SELECT agreement_id FROM store.agreement_key SEMI JOIN incoming_keys USING (key)
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY agreement_id DESC) <= $most
    UNION
    SELECT id FROM incoming_agreements
)

SELECT
    m.agreement_id, m.superseded_at IS NULL AS stands, m.mention_id, m.article_id, m.story_id, coalesce(a.publisher, ''), a.language, a.title, a.url,
    m.reported_at, m.quote, m.field, m.start, m."end", m.status, m.type, m.new, m.count, m.parties, m.sectors, m.subjects, m.signed_on, m.place,
    m.place_id, m.event, m.value, m.unit
FROM store.agreement_mention AS m
SEMI JOIN wanted AS w ON m.agreement_id = w.agreement_id
INNER JOIN store.article AS a ON m.article_id = a.article_id AND m.article_version = a.version
WHERE
    m.superseded_at IS NULL
    OR (m.superseded_at = $at AND m.article_id IN (SELECT id FROM incoming_edits))
ORDER BY m.mention_id
