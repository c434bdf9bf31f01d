-- Readings that have come to be trusted, or are distrusted for another reason, or are gone.
UPDATE store.doubt
SET superseded_at = $at
WHERE
    superseded_at IS NULL AND figure_id IS NOT NULL
    AND figure_id IN (
        SELECT f.figure_id
        FROM store.figure AS f
        SEMI JOIN touched_observation AS t ON f.observation = t.observation
        LEFT JOIN weighed_reading AS r ON f.figure_id = r.figure_id
        WHERE r.reason IS DISTINCT FROM store.doubt.reason
    )
