-- A figure says of which town's trade it speaks, and is no statistic of the town's province. What was read before does not
-- say it until `amur reanalyse` reads it anew.

ALTER TABLE store.figure ADD COLUMN place VARCHAR;

ALTER TABLE store.observation ADD COLUMN place VARCHAR;
