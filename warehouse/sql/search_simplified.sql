-- Traditional characters as simplified ones, wide letters and digits as plain ones.
CREATE OR REPLACE MACRO store.simplified(words) AS
translate(words, '{traditional}', '{simplified}');

-- A text likewise, where it holds any of them: to look takes a sixth of the time that to translate does.
CREATE OR REPLACE MACRO store.plain(words) AS
CASE WHEN regexp_matches(words, '[{traditional}]') THEN store.simplified(words) ELSE words END;
