-- A rise, share or multiple of some goods' trade says whether it is one of their worth or of how much there was of them:
-- two statistics. What was read before does not say it until `amur reanalyse` reads it anew.

ALTER TABLE store.figure ADD COLUMN counted VARCHAR;

ALTER TABLE store.observation ADD COLUMN counted VARCHAR;
