-- Outlets that tell an agreement in words of their own, as its alert counts them: neither a copy of another's article nor
-- a sentence that another has word for word.
CREATE OR REPLACE VIEW main.agreement AS
WITH own AS (
    SELECT m.agreement_id, least(count(DISTINCT a.publisher), count(DISTINCT lower(m.quote)))::INTEGER AS outlets
    FROM store.agreement_mention AS m
    INNER JOIN store.article AS a ON m.article_id = a.article_id AND a.superseded_at IS NULL AND a.copy_of IS NULL
    WHERE m.superseded_at IS NULL
    GROUP BY ALL
)

SELECT
    g.agreement_id, g.kind, g.stage, g.type, g.parties, g.sectors, g.signed_on, g.place, g.event, g.value, g.unit,
    g.value_usd, g.usd_source, g.count, g.first_reported_at, g.last_reported_at, g.mentions, g.publishers,
    coalesce(own.outlets, 1) AS independent_publishers, g.languages, g.title, g.recorded_at
FROM store.agreement AS g
LEFT JOIN own ON g.agreement_id = own.agreement_id
WHERE g.superseded_at IS NULL AND g.mentions > 0 AND g.kind <> 'background';

-- Deals that were only ever told as older ones: no news, no alert, but reports of one deal meet here too.
CREATE OR REPLACE VIEW main.older_agreement AS
SELECT
    agreement_id, stage, type, parties, sectors, signed_on, place, event, value, unit, value_usd, usd_source,
    first_reported_at, last_reported_at, mentions, publishers, languages, title, recorded_at
FROM store.agreement
WHERE superseded_at IS NULL AND mentions > 0 AND kind = 'background';

-- A merge takes every mention along, withdrawn ones too; what was split off meanwhile stands elsewhere.
CREATE OR REPLACE VIEW main.merged_agreement AS
WITH moved AS (
    SELECT
        e.agreement_id, m.agreement_id AS merged_into, count(*) FILTER (m.superseded_at IS NULL) AS standing,
        count(*) AS mentions
    FROM store.agreement_evidence AS e
    INNER JOIN store.agreement_mention AS m ON e.mention_id = m.mention_id
    WHERE e.agreement_id <> m.agreement_id
    GROUP BY ALL
)

SELECT agreement_id, arg_max(merged_into, (standing, mentions, merged_into)) AS merged_into
FROM moved
ANTI JOIN store.agreement_mention AS m ON moved.agreement_id = m.agreement_id
GROUP BY agreement_id;

CREATE OR REPLACE VIEW main.agreement_stage AS
SELECT agreement_id, stage, reported_at, article_id, mention_id, recorded_at
FROM store.agreement_stage;

CREATE OR REPLACE VIEW main.agreement_evidence AS
SELECT mention_id, agreement_id, action, score, evidence, rejected, recorded_at
FROM store.agreement_evidence;

-- Each stage with the value that its own article tells, so that no outlet is credited with what others told later.
CREATE OR REPLACE VIEW main.agreement_timeline AS
WITH worth AS (
    SELECT s.agreement_id, s.stage, s.reported_at, m.value, m.unit
    FROM store.agreement_stage AS s
    INNER JOIN store.agreement_mention AS m
        ON s.agreement_id = m.agreement_id AND s.article_id = m.article_id
        AND m.superseded_at IS NULL AND m.value IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY s.agreement_id, s.stage, s.reported_at
        ORDER BY s.mention_id = m.mention_id DESC, s.stage = m.status DESC, m.mention_id
    ) = 1
)

SELECT
    s.agreement_id,
    s.reported_at,
    s.stage,
    a.type,
    list_transform(a.parties, lambda party : party.name) AS parties,
    w.value,
    w.unit,
    r.publisher,
    r.title,
    r.url,
    s.article_id
FROM store.agreement_stage AS s
INNER JOIN main.agreement AS a ON s.agreement_id = a.agreement_id
LEFT JOIN main.article AS r ON s.article_id = r.article_id
LEFT JOIN worth AS w ON s.agreement_id = w.agreement_id AND s.stage = w.stage AND s.reported_at = w.reported_at

-- What people set stands among them, with their reason in the place of a headline.
UNION ALL
SELECT
    a.agreement_id,
    o.recorded_at AS reported_at,
    o.value AS stage,
    a.type,
    list_transform(a.parties, lambda party : party.name) AS parties,
    NULL AS value,
    NULL AS unit,
    'by hand' AS publisher,
    o.reason AS title,
    NULL AS url,
    NULL AS article_id
FROM store.override AS o
LEFT JOIN main.merged_agreement AS g ON o.agreement_id = g.agreement_id
INNER JOIN main.agreement AS a ON coalesce(g.merged_into, o.agreement_id) = a.agreement_id
WHERE o.field = 'stage';
