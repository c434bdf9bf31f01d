-- What share of the trade is settled in rubles and yuan, as told over time?
-- The sentence says whose share it is. One that names dollars or euros and neither of the two is left out.
WITH told AS (
    SELECT
        coalesce(f.period_end, CAST(a.published_at AS DATE)) AS as_of, f.value AS share_pct, f.modifier, f.quote,
        regexp_extract(left(if(f.field = 'title', a.title, a.text), f.start), '(?:[^.!?。！？\n]|[.!?]\S)*$')
        || regexp_extract(
            substr(if(f.field = 'title', a.title, a.text), f.start + 1), '^(?:[^.!?。！？\n]|[.!?]\S)*[.!?。！？]?'
        ) AS sentence,
        f.source, a.publisher, a.url
    FROM figure AS f
    INNER JOIN article AS a ON f.article_id = a.article_id
    WHERE f.metric = 'settlement' AND f.unit = '%' AND f.measure = 'share' AND f.value <= 100
)

SELECT * REPLACE (trim(sentence) AS sentence)
FROM told
WHERE
    NOT regexp_matches(sentence, '(?i)dollar|euro|доллар|евро|美元|美金|欧元')
    OR regexp_matches(
        sentence, '(?i)yuan|renminbi|rmb|rou?bl|(national|local) currenc|юан|рубл|(национальн|местн)\S+ валют|人民币|卢布|本币|本国货币'
    )
ORDER BY as_of, share_pct;
