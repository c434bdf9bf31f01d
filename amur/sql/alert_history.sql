-- Agreement stages first told in the last days of the data, as the rules would see them, oldest first.
SELECT
    h.agreement_id, h.stage, h.reported_at, m.quote, m.language, r.title, r.url, r.publisher,
    (
        SELECT list_sort(list(DISTINCT x.publisher))
        FROM main.agreement_mention AS y INNER JOIN main.article AS x ON y.article_id = x.article_id
        WHERE y.agreement_id = h.agreement_id AND x.publisher IS NOT NULL
    ) AS publishers,
    (
        SELECT list((x.publisher, y.quote) ORDER BY y.mention_id)
        FROM main.agreement_mention AS y INNER JOIN main.article AS x ON y.article_id = x.article_id
        WHERE y.agreement_id = h.agreement_id
    ) AS wordings,
    (
        SELECT list_sort(list_distinct(flatten(list(y.subjects)))) FROM main.agreement_mention AS y
        WHERE y.agreement_id = h.agreement_id
    ) AS subjects,
    (
        SELECT list_distinct(flatten(list(list_transform(y.parties, lambda p: p.name)))) FROM main.agreement_mention AS y
        WHERE y.agreement_id = h.agreement_id
    ) AS names,
    (
        SELECT list(DISTINCT y.place_id) FROM main.agreement_mention AS y
        WHERE y.agreement_id = h.agreement_id AND y.place_id IS NOT NULL
    ) AS place_ids
FROM main.agreement_stage AS h
INNER JOIN main.agreement AS g ON h.agreement_id = g.agreement_id
LEFT JOIN (
    SELECT s.mention_id, s.quote, a.language FROM main.agreement_mention AS s
    INNER JOIN main.article AS a ON s.article_id = a.article_id
) AS m ON h.mention_id = m.mention_id
LEFT JOIN main.article AS r ON h.article_id = r.article_id
WHERE h.reported_at > (SELECT max(reported_at) FROM main.agreement_stage) - to_days($days)
ORDER BY h.reported_at, h.agreement_id
