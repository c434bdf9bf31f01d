-- Of a message to several receivers, who has it already: marks of them (never their addresses), so that a later
-- attempt goes to the others alone.

ALTER TABLE store.alert ADD COLUMN taken_by VARCHAR[];
