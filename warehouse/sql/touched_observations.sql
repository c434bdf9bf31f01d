CREATE OR REPLACE TEMP TABLE touched_observation AS
SELECT observation
FROM store.figure
WHERE figure_id >= (SELECT next FROM store.counter WHERE name = 'observed') AND observation IS NOT NULL
UNION
SELECT observation FROM store.stale_observation
