-- Agreements that gained a stage on the day, newest first, each with the sentence that told it.
SELECT
    a.agreement_id,
    a.kind,
    s.stage,
    a.type,
    list_transform(a.parties, lambda party : party.name) AS parties,
    a.sectors,
    a.value,
    a.unit,
    a.value_usd,
    a.signed_on,
    a.place,
    a.event,
    a.count,
    a.mentions,
    a.publishers,
    a.first_reported_at::DATE = $day AS is_new,
    m.quote,
    r.publisher,
    r.url,
    r.article_id,
    r.language
FROM agreement_stage AS s
INNER JOIN agreement AS a ON s.agreement_id = a.agreement_id
LEFT JOIN agreement_mention AS m ON s.mention_id = m.mention_id
LEFT JOIN article AS r ON s.article_id = r.article_id
WHERE s.reported_at::DATE = $day
ORDER BY a.kind DESC, a.publishers DESC, a.agreement_id, s.reported_at;
