-- Which outlet reported an agreement first, how often, and by how many hours before the second?
-- The hours are the median's: a deal that somebody recalls years later would outweigh all the others in a mean.
WITH told AS (
    SELECT
        m.agreement_id, a.publisher, min(m.reported_at) AS reported_at,
        row_number() OVER (PARTITION BY m.agreement_id ORDER BY min(m.reported_at), a.publisher) AS place
    FROM agreement_mention AS m
    INNER JOIN article AS a ON m.article_id = a.article_id
    WHERE m.agreement_id IS NOT NULL AND m.new
    GROUP BY m.agreement_id, a.publisher
)

SELECT
    first.publisher, count(*) AS firsts, count(second.publisher) AS followed,
    round(median(date_diff('minute', first.reported_at, second.reported_at)) / 60, 1) AS hours_ahead
FROM told AS first
LEFT JOIN told AS second ON first.agreement_id = second.agreement_id AND second.place = 2
WHERE first.place = 1
GROUP BY ALL
ORDER BY firsts DESC, first.publisher;
