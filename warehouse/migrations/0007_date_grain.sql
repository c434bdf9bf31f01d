-- A change told by its month or year has the first day of it as its date, and says so. What was loaded before kept
-- days alone.

ALTER TABLE store.development ADD COLUMN date_grain VARCHAR;

UPDATE store.development SET date_grain = 'day' WHERE date IS NOT NULL;
