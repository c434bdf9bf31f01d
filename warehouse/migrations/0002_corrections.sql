-- People's corrections of the register, and the reference series that statistics are compared with.

CREATE TABLE store.correction (
    digest VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    made_on DATE NOT NULL,
    agreement_id VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

CREATE TABLE store.override (
    agreement_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR,
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE store.reference_trade (
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    metric VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    value_usd DECIMAL(28, 6) NOT NULL,
    source VARCHAR NOT NULL
);
