-- The first form of the house. Facts are never overwritten: a reading that no longer holds gets `superseded_at`.
-- Tables live in schema `store`; people read the views of schema `main` (warehouse/views).
-- No primary keys on the big tables: one writer keeps them unique, and an index on ten million rows would cost
-- more memory and load time than the scans that it saves.

CREATE SCHEMA IF NOT EXISTS store;

CREATE TABLE store.counter (name VARCHAR PRIMARY KEY, next BIGINT NOT NULL);
INSERT INTO store.counter VALUES
    ('agreement', 1), ('story', 1), ('figure', 1), ('mention', 1), ('development', 1), ('doubt', 1), ('alert', 1),
    ('attempt', 1), ('load', 1);

CREATE TABLE store.run (
    load_number BIGINT NOT NULL,
    batch_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    extractor_version VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    report VARCHAR NOT NULL
);

CREATE TABLE store.feed (
    feed_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    timezone VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    interval_s INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    note VARCHAR NOT NULL
);

CREATE TABLE store.feed_state (
    feed_id VARCHAR NOT NULL,
    last_polled_at TIMESTAMP,
    last_ok_at TIMESTAMP,
    next_poll_at TIMESTAMP,
    failures INTEGER NOT NULL,
    state VARCHAR NOT NULL
);

CREATE TABLE store.poll (
    batch_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    polled_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL,
    http_status INTEGER,
    bytes BIGINT NOT NULL,
    entries_seen INTEGER NOT NULL,
    entries_new INTEGER NOT NULL,
    entries_changed INTEGER NOT NULL,
    entries_dropped INTEGER NOT NULL,
    entries_missed INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    error VARCHAR,
    notes VARCHAR[] NOT NULL,
    first_poll BOOLEAN NOT NULL
);

CREATE TABLE store.entry (
    entry_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    guid VARCHAR,
    url VARCHAR,
    canonical_url VARCHAR,
    title VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    language VARCHAR,
    author VARCHAR,
    published_at TIMESTAMP,
    published_raw VARCHAR,
    published_source VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    screened VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL
);

CREATE TABLE store.tombstone (
    kind VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    purged_at TIMESTAMP NOT NULL,
    reason VARCHAR NOT NULL
);

CREATE TABLE store.article (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    url VARCHAR,
    canonical_url VARCHAR,
    publisher VARCHAR,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    published_at TIMESTAMP,
    published_source VARCHAR NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    feed_id VARCHAR,
    entry_id VARCHAR,
    relevant BOOLEAN NOT NULL,
    relevance DOUBLE NOT NULL,
    reasons VARCHAR[] NOT NULL,
    story_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    analysis_hash VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE store.story_key (
    hash BIGINT NOT NULL,
    story_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    published_at TIMESTAMP NOT NULL
);

CREATE TABLE store.figure (
    figure_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    article_version INTEGER NOT NULL,
    story_id VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    value DECIMAL(28, 6) NOT NULL,
    value_high DECIMAL(28, 6),
    unit VARCHAR NOT NULL,
    modifier VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    direction VARCHAR,
    metric VARCHAR NOT NULL,
    flow VARCHAR,
    region VARCHAR,
    commodity VARCHAR,
    period_start DATE,
    period_end DATE,
    basis VARCHAR,
    equivalent VARCHAR,
    source VARCHAR,
    value_usd DECIMAL(28, 6),
    usd_source VARCHAR,
    extractor_version VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE store.agreement_mention (
    mention_id BIGINT NOT NULL,
    agreement_id VARCHAR,
    article_id VARCHAR NOT NULL,
    article_version INTEGER NOT NULL,
    story_id VARCHAR NOT NULL,
    reported_at TIMESTAMP NOT NULL,
    quote VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    new BOOLEAN NOT NULL,
    count INTEGER,
    parties STRUCT(name VARCHAR, country VARCHAR, id VARCHAR)[] NOT NULL,
    sectors VARCHAR[] NOT NULL,
    subjects VARCHAR[] NOT NULL,
    signed_on DATE,
    place VARCHAR,
    place_id VARCHAR,
    event VARCHAR,
    value DECIMAL(28, 6),
    unit VARCHAR,
    extractor_version VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE store.development (
    development_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    article_version INTEGER NOT NULL,
    story_id VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    date DATE,
    place VARCHAR,
    extractor_version VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE store.doubt (
    doubt_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    article_version INTEGER NOT NULL,
    story_id VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE store.agreement (
    agreement_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    parties STRUCT(name VARCHAR, country VARCHAR, id VARCHAR)[] NOT NULL,
    sectors VARCHAR[] NOT NULL,
    signed_on DATE,
    place VARCHAR,
    event VARCHAR,
    value DECIMAL(28, 6),
    unit VARCHAR,
    value_usd DECIMAL(28, 6),
    count INTEGER,
    first_reported_at TIMESTAMP NOT NULL,
    last_reported_at TIMESTAMP NOT NULL,
    mentions INTEGER NOT NULL,
    publishers INTEGER NOT NULL,
    languages VARCHAR[] NOT NULL,
    title VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE store.agreement_stage (
    agreement_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    reported_at TIMESTAMP NOT NULL,
    article_id VARCHAR NOT NULL,
    mention_id BIGINT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    silent VARCHAR
);

CREATE TABLE store.agreement_key (key VARCHAR NOT NULL, agreement_id VARCHAR NOT NULL);

CREATE TABLE store.agreement_evidence (
    mention_id BIGINT NOT NULL,
    agreement_id VARCHAR,
    action VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    evidence VARCHAR[] NOT NULL,
    rejected STRUCT(agreement_id VARCHAR, reason VARCHAR)[] NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE store.alert (
    alert_id BIGINT NOT NULL,
    agreement_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    reason VARCHAR,
    attempts INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    last_error VARCHAR,
    next_attempt_at TIMESTAMP NOT NULL,
    attempted_at TIMESTAMP,
    lease_owner VARCHAR,
    lease_until TIMESTAMP,
    idempotency_key VARCHAR NOT NULL,
    bundle VARCHAR,
    message_key VARCHAR,
    unless VARCHAR,
    acknowledged_at TIMESTAMP,
    batch_id VARCHAR NOT NULL,
    payload VARCHAR NOT NULL
);

-- Rules that ask in SQL, as they stood when they were first asked: what they find then is old news.
CREATE TABLE store.alert_rule (
    rule VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    first_asked_at TIMESTAMP NOT NULL
);

CREATE TABLE store.alert_attempt (
    attempt_id BIGINT NOT NULL,
    alert_id BIGINT NOT NULL,
    attempted_at TIMESTAMP NOT NULL,
    sender VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    elapsed_ms INTEGER,
    error VARCHAR
);

CREATE TABLE store.channel (
    channel VARCHAR NOT NULL,
    parked_at TIMESTAMP,
    reason VARCHAR
);
