-- A figure says itself whether what others state, or customs, gainsays it, so that its value in dollars is left out
-- without looking among the doubts.

ALTER TABLE store.figure ADD COLUMN gainsaid BOOLEAN;

UPDATE store.figure
SET gainsaid = true
WHERE figure_id IN (SELECT figure_id FROM store.doubt WHERE figure_id IS NOT NULL AND superseded_at IS NULL);
