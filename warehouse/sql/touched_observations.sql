CREATE OR REPLACE TEMP TABLE touched_observation AS
SELECT DISTINCT observation
FROM store.figure
WHERE (recorded_at = $at OR superseded_at = $at) AND observation IS NOT NULL
