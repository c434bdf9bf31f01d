-- Messages that need not go out since their agreement became one with another whose message tells it: kept, since the
-- two may turn out to be two after all.

CREATE TABLE store.merged_alert AS FROM store.alert LIMIT 0;
