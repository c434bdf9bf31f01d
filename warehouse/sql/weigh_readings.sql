-- The readings of the touched statistics, each with why it is distrusted, or null.
-- A sum that is far from what customs reported of the pair's whole trade is of another scope: a country's trade with
-- all the world, a part of the pair's. Where customs reported no such period, the newest year before it is taken in
-- proportion. And what is several times its peers is a slip or another statistic. An article does not contradict
-- itself: where it states several values of one statistic, what tells them apart was not read. Beside others that is a
-- doubt. Of one alone, values that are several times apart are mostly a whole and its part, and stand in no statistic
-- without doubt: the middle one would be neither.
-- What was expected of a period while it lasted gives way, without doubt, to what was reported once it was over.
-- Freight of no region and no goods may be a pier's or a carrier's: where two such readings differ several times, and not
-- by a power of ten, they are two statistics, and stand in none without doubt.
-- What an outlet told before it corrected itself is doubted, and no reading beside others: a later article of it has another
-- value of the statistic, the words of a correction and the old number, as no value of its own.
CREATE OR REPLACE TEMP TABLE weighed_reading AS
WITH yearly AS (
    SELECT flow, year(period_end) AS year, any_value(value_usd) AS value_usd
    FROM store.reference_trade
    WHERE month(period_start) = 1 AND day(period_start) = 1 AND period_end = last_day(period_start + INTERVAL 11 MONTH)
    GROUP BY ALL
),

exact AS (
    SELECT flow, period_start, period_end, any_value(value_usd) AS value_usd FROM store.reference_trade GROUP BY ALL
),

told AS (
    SELECT
        f.figure_id, f.observation, f.value, f.value_usd, f.unit, f.article_id, a.publisher, a.copy_of IS NOT NULL AS copied,
        regexp_extract(f.quote, '[0-9]([0-9.,]*[0-9])?') AS number, coalesce(a.published_at, a.fetched_at) AS told_at,
        f.metric = 'freight' AND f.region IS NULL AND f.commodity IS NULL AS of_whomever,
        coalesce(CAST(coalesce(a.published_at, a.fetched_at) AS DATE) < f.period_end, false) AS expected
    FROM store.figure AS f
    SEMI JOIN touched_observation AS t ON f.observation = t.observation
    INNER JOIN store.article AS a ON f.article_id = a.article_id AND a.superseded_at IS NULL
    WHERE f.superseded_at IS NULL
    QUALIFY NOT expected OR bool_and(expected) OVER (PARTITION BY f.observation)
),

-- Looked for only where an outlet has several values of a statistic: texts are long.
correcting AS MATERIALIZED (
    SELECT t.*, regexp_extract_all(a.text, '[0-9]([0-9.,]*[0-9])?') AS numbers
    FROM (
        SELECT *
        FROM told
        QUALIFY min(value) OVER (PARTITION BY observation, publisher) < max(value) OVER (PARTITION BY observation, publisher)
    ) AS t
    INNER JOIN store.article AS a ON t.article_id = a.article_id AND a.superseded_at IS NULL
    WHERE regexp_matches(replace(lower(concat(a.title, ' ', a.text)), 'ё', 'е'), $correcting)
),

withdrawn AS (
    SELECT t.figure_id, min(c.told_at) AS corrected_at
    FROM told AS t
    INNER JOIN correcting AS c
        ON t.observation = c.observation AND t.publisher = c.publisher AND t.told_at < c.told_at AND t.value <> c.value
        AND list_contains(c.numbers, t.number)
    ANTI JOIN told AS again
        ON t.observation = again.observation AND c.article_id = again.article_id AND t.value = again.value
    GROUP BY t.figure_id
),

read AS (
    SELECT * EXCLUDE (number, told_at) FROM told ANTI JOIN withdrawn AS w ON told.figure_id = w.figure_id
),

several AS (
    SELECT
        observation, article_id, count(DISTINCT value) AS stated,
        any_value(unit) NOT IN ('%', 'times') AND max(value) >= min(value) * $far AS far_apart
    FROM read
    GROUP BY observation, article_id
    HAVING CASE any_value(unit) WHEN '%' THEN max(value) - min(value) > $points ELSE max(value) > min(value) * $rounded END
),

statistic AS (
    SELECT
        f.observation,
        any_value(coalesce(f.flow, CASE f.metric WHEN 'turnover' THEN 'CN<>RU' END)) AS flow,
        any_value(f.period_start) AS period_start,
        any_value(coalesce(f.period_end, f.period_start)) AS period_end,
        any_value(f.region IS NOT NULL OR f.commodity IS NOT NULL) AS is_part
    FROM store.figure AS f
    SEMI JOIN touched_observation AS t ON f.observation = t.observation
    WHERE
        f.superseded_at IS NULL AND f.measure = 'level' AND f.value_usd > 0
        AND f.metric IN ('turnover', 'exports', 'imports')
    GROUP BY f.observation
),

expected AS (
    SELECT
        s.observation, s.is_part,
        coalesce(e.value_usd, y.value_usd * (date_diff('month', s.period_start, s.period_end) + 1) / 12) AS value_usd
    FROM statistic AS s
    LEFT JOIN exact AS e ON s.flow = e.flow AND s.period_start = e.period_start AND s.period_end = e.period_end
    ASOF LEFT JOIN yearly AS y ON s.flow = y.flow AND year(s.period_end) >= y.year
),

against_itself_and_customs AS (
    SELECT
        r.*, coalesce(s.far_apart, false) AS far_apart,
        CASE
            WHEN r.value_usd > e.value_usd * CASE WHEN e.is_part THEN $whole ELSE $far END
                THEN format(
                    '{:.1f} times what China''s customs reported of the whole trade of such a period: another scope?',
                    CAST(r.value_usd / e.value_usd AS DOUBLE)
                )
            WHEN NOT e.is_part AND r.value_usd > 0 AND r.value_usd * $far < e.value_usd
                THEN format(
                    'a {:,.1f}th of what China''s customs reported of the whole trade of such a period: a part of it?',
                    CAST(e.value_usd / r.value_usd AS DOUBLE)
                )
            WHEN s.article_id IS NOT NULL AND r.articles > 1
                THEN format('one of {} values that the article states of it: what tells them apart was not read', s.stated)
        END AS reason
    FROM (SELECT *, count(DISTINCT article_id) OVER (PARTITION BY observation) AS articles FROM read) AS r
    LEFT JOIN expected AS e ON r.observation = e.observation
    LEFT JOIN several AS s ON r.observation = s.observation AND r.article_id = s.article_id
),

peers AS (
    SELECT observation, median(value) AS middle, count(DISTINCT article_id) AS articles
    FROM against_itself_and_customs
    WHERE reason IS NULL
    GROUP BY observation
    HAVING articles > 1
),

beside_peers AS (
    SELECT
        r.*, CAST(p.middle AS DOUBLE) AS middle, p.articles - (r.reason IS NULL)::INTEGER AS others,
        CASE WHEN r.value > 0 AND p.middle > 0 THEN log10(CAST(r.value AS DOUBLE) / p.middle) END AS powers
    FROM against_itself_and_customs AS r
    LEFT JOIN peers AS p ON r.observation = p.observation
),

-- 亿 for 万亿, thousands for millions: a power of ten off what others state, nearly to the digit.
slipped AS (
    SELECT
        *,
        others > 1 AND coalesce(round(powers) <> 0 AND abs(powers - round(powers)) < $slip, false) AS by_tens,
        others > 1 AND (value >= middle * $far OR value * $far <= middle) AS far_off
    FROM beside_peers
),

against_peers AS (
    SELECT
        * EXCLUDE (reason, middle, others, powers, by_tens, far_off),
        CASE
            WHEN reason IS NOT NULL AND NOT coalesce(by_tens, false) THEN reason
            WHEN by_tens OR far_off
                THEN format(
                    '{} others state about {} {}{}', others,
                    format(CASE WHEN middle >= 1000 THEN '{:,.0f}' ELSE '{:.4g}' END, middle), unit,
                    CASE
                        WHEN NOT by_tens THEN ': a slip, or another statistic?'
                        WHEN powers > 0 THEN format(', this is {:,.0f} times as much: a slip?', pow(10, round(powers)))
                        ELSE format(', this is a {:,.0f}th of it: a slip?', pow(10, -round(powers)))
                    END
                )
        END AS reason
    FROM slipped
),

undecided AS (
    SELECT
        observation,
        bool_or(of_whomever) AS of_whomever,
        CASE WHEN min(value) > 0 THEN log10(CAST(max(value) AS DOUBLE) / min(value)) END AS powers
    FROM against_peers
    WHERE reason IS NULL
    GROUP BY observation
    HAVING count(DISTINCT article_id) > 1 AND max(value) >= $far * min(value)
)

SELECT
    r.* EXCLUDE (reason, of_whomever, far_apart),
    coalesce(r.reason, CASE WHEN u.observation IS NOT NULL THEN 'outlets differ several times, and none is borne out' END)
        AS reason
FROM against_peers AS r
LEFT JOIN undecided AS u ON r.observation = u.observation
WHERE
    r.reason IS NOT NULL
    OR NOT (r.far_apart OR coalesce(u.of_whomever AND abs(u.powers - round(u.powers)) >= $slip, false))
UNION ALL BY NAME
SELECT
    t.* EXCLUDE (number, told_at, of_whomever), strftime(w.corrected_at, 'its outlet corrected it on %Y-%m-%d') AS reason
FROM told AS t
INNER JOIN withdrawn AS w ON t.figure_id = w.figure_id
