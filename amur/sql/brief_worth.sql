-- Where the values of the day's agreements are told: the number in its article where it was read as a figure, else the
-- sentence. The earliest report first, and in an article its text before its title.
SELECT
    m.agreement_id, m.article_id, f.figure_id, m.mention_id,
    coalesce(f.quote, m.quote) AS quote,
    coalesce(f.field, m.field) AS field,
    coalesce(f.start, m.start) AS start,
    coalesce(f."end", m."end") AS "end"
FROM agreement_mention AS m
SEMI JOIN (SELECT agreement_id FROM agreement_stage WHERE reported_at::DATE = $day) AS d
    ON m.agreement_id = d.agreement_id
INNER JOIN agreement AS a ON m.agreement_id = a.agreement_id AND m.value = a.value AND m.unit = a.unit
LEFT JOIN figure AS f ON m.article_id = f.article_id AND m.value = f.value AND m.unit = f.unit
ORDER BY m.agreement_id, m.reported_at, m.article_id, f.field = 'title', f.figure_id, m.mention_id;
