-- What an agreement was told to be before: each value and day of signing that another replaced, each stage that people
-- set, each denial that a stage known before took back, what people set where nothing was told, and when we learned.
WITH by_hand AS (
    SELECT DISTINCT applied_at
    FROM store.correction
    WHERE agreement_id = $1
),

held AS (
    SELECT
        agreement_id, stage, value, unit, signed_on, recorded_at, applied_at,
        lag(stage) OVER before AS old_stage,
        lag(value) OVER before AS old_value,
        lag(unit) OVER before AS old_unit,
        lag(signed_on) OVER before AS old_signed_on
    FROM store.agreement
    LEFT JOIN by_hand ON recorded_at = applied_at
    -- of several corrections of one load the last row alone was ever to be read
    WHERE agreement_id = $1 AND (applied_at IS NULL OR superseded_at IS DISTINCT FROM recorded_at)
    WINDOW before AS (ORDER BY recorded_at, superseded_at NULLS LAST)
)

SELECT
    h.*,
    h.stage <> h.old_stage AND (t.stage IS NOT NULL OR h.applied_at IS NOT NULL) AS stage_changed,
    (h.value IS DISTINCT FROM h.old_value OR h.unit IS DISTINCT FROM h.old_unit)
    AND (h.old_value IS NOT NULL AND h.value IS NOT NULL OR s.fields && ['value', 'unit']) AS value_changed,
    h.signed_on IS DISTINCT FROM h.old_signed_on
    AND (h.old_signed_on IS NOT NULL AND h.signed_on IS NOT NULL OR s.fields && ['signed_on']) AS signed_on_changed
FROM held AS h
LEFT JOIN (SELECT agreement_id, recorded_at, list(field) AS fields FROM store.override GROUP BY ALL) AS s
    ON h.agreement_id = s.agreement_id AND h.recorded_at = s.recorded_at AND h.old_stage IS NOT NULL
LEFT JOIN agreement_stage AS t
    ON h.agreement_id = t.agreement_id AND h.stage = t.stage AND h.old_stage = 'denied' AND h.stage <> 'denied'
    AND t.recorded_at < h.recorded_at
WHERE stage_changed OR value_changed OR signed_on_changed
ORDER BY h.recorded_at;
