-- What articles themselves make of an agreement's value in dollars, or in a currency that has a rate: a row a value, by the
-- conversion that most of them give. Figures and mentions of one reading were recorded in one load.
SELECT m.agreement_id, m.value, m.unit, f.value_usd, f.usd_source
FROM store.agreement_mention AS m
SEMI JOIN wanted_agreements AS w ON m.agreement_id = w.id
INNER JOIN store.figure AS f
    ON m.article_id = f.article_id AND m.recorded_at = f.recorded_at AND m.value = f.value AND m.unit = f.unit
WHERE
    m.superseded_at IS NULL AND f.superseded_at IS NULL AND m.unit <> 'USD'
    AND (f.usd_source = 'article' OR f.usd_source LIKE 'article, %')
GROUP BY m.agreement_id, m.value, m.unit, f.value_usd, f.usd_source
QUALIFY row_number() OVER (
    PARTITION BY m.agreement_id, m.value, m.unit ORDER BY f.usd_source = 'article' DESC, count(*) DESC, f.value_usd
) = 1
