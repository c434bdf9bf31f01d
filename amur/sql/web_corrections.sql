-- What an agreement was told to be before: each value and day of signing that another replaced, each stage that people
-- set, each denial that a stage known before took back, and when we learned.
WITH held AS (
    SELECT
        agreement_id, stage, value, unit, signed_on, recorded_at,
        lag(stage) OVER before AS old_stage,
        lag(value) OVER before AS old_value,
        lag(unit) OVER before AS old_unit,
        lag(signed_on) OVER before AS old_signed_on
    FROM store.agreement
    WHERE agreement_id = $1
    WINDOW before AS (ORDER BY recorded_at, superseded_at NULLS LAST)
)

SELECT
    h.*, h.value <> h.old_value OR h.unit <> h.old_unit AS value_changed,
    h.stage <> h.old_stage AND (s.stage IS NOT NULL OR c.agreement_id IS NOT NULL) AS stage_changed
FROM held AS h
LEFT JOIN agreement_stage AS s
    ON h.agreement_id = s.agreement_id AND h.stage = s.stage AND h.old_stage = 'denied' AND h.stage <> 'denied'
    AND s.recorded_at < h.recorded_at
LEFT JOIN (SELECT DISTINCT agreement_id, applied_at FROM store.correction) AS c
    ON h.agreement_id = c.agreement_id AND h.recorded_at = c.applied_at
WHERE
    stage_changed
    OR (h.old_value IS NOT NULL AND (h.value <> h.old_value OR h.unit <> h.old_unit))
    OR (h.old_signed_on IS NOT NULL AND h.signed_on <> h.old_signed_on)
ORDER BY h.recorded_at;
