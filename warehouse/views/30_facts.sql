-- What is in doubt is no dollars, whether its own article or others gainsay it: a sum leaves it out.
CREATE OR REPLACE VIEW main.figure AS
SELECT
    figure_id, article_id, story_id, quote, field, start, "end", value, value_high, unit, modifier, measure, direction,
    metric, flow, region, place, commodity, counted, period_start, period_end, basis, equivalent, source,
    CASE WHEN gainsaid IS NOT true THEN value_usd END AS value_usd,
    CASE WHEN gainsaid AND value_usd IS NOT NULL THEN 'in doubt' ELSE usd_source END AS usd_source,
    recorded_at, extractor_version
FROM store.figure
WHERE superseded_at IS NULL;

CREATE OR REPLACE VIEW main.agreement_mention AS
SELECT
    mention_id, agreement_id, article_id, story_id, reported_at, quote, field, start, "end", status, type, new, count,
    parties, sectors, subjects, signed_on, place, place_id, event, value, unit, recorded_at, extractor_version
FROM store.agreement_mention
WHERE superseded_at IS NULL;

CREATE OR REPLACE VIEW main.development AS
SELECT
    development_id, article_id, story_id, quote, field, start, "end", kind, date, date_grain, place, recorded_at,
    extractor_version
FROM store.development
WHERE superseded_at IS NULL;

CREATE OR REPLACE VIEW main.doubt AS
SELECT doubt_id, figure_id, article_id, story_id, quote, field, start, "end", reason, recorded_at, extractor_version
FROM store.doubt
WHERE superseded_at IS NULL;
