-- What an agreement was told to be before: each value and day of signing that another replaced, and when we learned.
WITH held AS (
    SELECT
        value, unit, signed_on, recorded_at,
        lag(value) OVER before AS old_value,
        lag(unit) OVER before AS old_unit,
        lag(signed_on) OVER before AS old_signed_on
    FROM store.agreement
    WHERE agreement_id = $1
    WINDOW before AS (ORDER BY recorded_at, superseded_at NULLS LAST)
)

SELECT *, value <> old_value OR unit <> old_unit AS value_changed
FROM held
WHERE
    (old_value IS NOT NULL AND (value <> old_value OR unit <> old_unit))
    OR (old_signed_on IS NOT NULL AND signed_on <> old_signed_on)
ORDER BY recorded_at;
