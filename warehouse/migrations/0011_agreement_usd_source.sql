-- An agreement says where its dollars are from, as a figure does. Of what is held already only the dollars that articles
-- state are known to be that; the rest says so once a report touches it.

ALTER TABLE store.agreement ADD COLUMN usd_source VARCHAR;

UPDATE store.agreement SET usd_source = 'stated' WHERE unit = 'USD' AND value_usd IS NOT NULL;
