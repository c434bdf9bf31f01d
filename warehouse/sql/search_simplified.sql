-- Traditional characters as simplified ones.
CREATE OR REPLACE MACRO store.simplified(words) AS
translate(words, '{traditional}', '{simplified}');

-- A text likewise, where it holds one of those that any such text on trade has: to look for all would cost more than the
-- index.
CREATE OR REPLACE MACRO store.plain(words) AS
CASE WHEN {signs} THEN store.simplified(words) ELSE words END;
