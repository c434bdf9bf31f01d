-- placed_by_hand
-- What the batch's edited articles (`incoming_edits`) told until now ($at), and whether people put it where it stands: the
-- mention itself, or what it was before earlier edits.
SELECT
    m.article_id, m.mention_id, m.agreement_id, m.quote, m.status, m.start,
    EXISTS (
        SELECT 1 FROM store.agreement_evidence AS e
        WHERE e.mention_id = m.mention_id AND starts_with(e.evidence[1], 'by hand: ')
    ) AS by_hand
FROM store.agreement_mention AS m
SEMI JOIN incoming_edits AS i ON m.article_id = i.id
WHERE m.superseded_at = $at
QUALIFY
    bool_or(by_hand) OVER (PARTITION BY m.article_id)
    AND m.article_version = max(m.article_version) OVER (PARTITION BY m.article_id)
ORDER BY m.mention_id
