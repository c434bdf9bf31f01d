-- What changed in the agreement $1, or in each where that is none, by a report of the day $2, or ever: the old reading
-- beside the new. Such are a value or day of signing that another replaced, a stage that people set, a denial that a stage
-- known before took back, and what people set where nothing was told, or emptied. An article edited in place keeps its old
-- date: what it changes is of the day when we learned of it, as is what people corrected.
WITH by_hand AS (
    SELECT agreement_id, applied_at, string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reason
    FROM store.correction
    GROUP BY ALL
),

held AS (
    SELECT
        g.agreement_id, stage, value, unit, signed_on, last_reported_at, recorded_at, c.reason,
        lag(stage) OVER before AS old_stage,
        lag(value) OVER before AS old_value,
        lag(unit) OVER before AS old_unit,
        lag(signed_on) OVER before AS old_signed_on
    FROM store.agreement AS g
    LEFT JOIN by_hand AS c ON g.agreement_id = c.agreement_id AND g.recorded_at = c.applied_at
    -- of several corrections of one load the last row alone was ever to be read
    WHERE ($1 IS NULL OR g.agreement_id = $1) AND (c.reason IS NULL OR superseded_at IS DISTINCT FROM recorded_at)
    WINDOW before AS (PARTITION BY g.agreement_id ORDER BY recorded_at, superseded_at NULLS LAST)
),

changed AS (
    SELECT
        h.*,
        h.stage <> h.old_stage AND (t.stage IS NOT NULL OR h.reason IS NOT NULL) AS stage_changed,
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
    WHERE
        (
            $2 IS NULL
            OR h.last_reported_at::DATE = $2
            OR (
                h.recorded_at::DATE = $2
                AND (h.reason IS NOT NULL OR h.last_reported_at > h.recorded_at - INTERVAL 14 DAY)
            )
        )
        AND (stage_changed OR value_changed OR signed_on_changed)
)

SELECT
    c.agreement_id, a.type, a.parties, c.stage, c.value, c.unit, c.signed_on, c.old_stage, c.old_value, c.old_unit,
    c.old_signed_on, c.recorded_at, c.reason, c.stage_changed, c.value_changed, c.signed_on_changed,
    m.mention_id, m.article_id, m.quote, m.field, m.start, m."end"
FROM changed AS c
LEFT JOIN agreement AS a ON c.agreement_id = a.agreement_id
LEFT JOIN store.agreement_mention AS m ON c.agreement_id = m.agreement_id
WHERE $2 IS NULL OR a.agreement_id IS NOT NULL
-- The sentence that says what the correction says, before one that repeats the old reading; an edit may have withdrawn it.
QUALIFY row_number() OVER (
    PARTITION BY c.agreement_id, c.recorded_at
    ORDER BY
        coalesce(c.value_changed AND m.value = c.value AND m.unit = c.unit, false) DESC,
        coalesce(c.signed_on_changed AND m.signed_on = c.signed_on, false) DESC,
        m.recorded_at <= c.recorded_at DESC, m.superseded_at NULLS FIRST, m.reported_at DESC, m.mention_id DESC
) = 1
ORDER BY c.agreement_id, c.recorded_at;
