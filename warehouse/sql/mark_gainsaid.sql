-- The figures of the touched statistics that a doubt gainsays now; null where none ever did.
UPDATE store.figure
SET gainsaid = NOT coalesce(gainsaid, false)
WHERE
    observation IN (FROM touched_observation)
    AND coalesce(gainsaid, false)
    <> (figure_id IN (SELECT figure_id FROM store.doubt WHERE figure_id IS NOT NULL AND superseded_at IS NULL))
