-- A Russian word as the index holds it. Function words are left out: "со" is no form of "соя". The others are stemmed
-- again and again, since a stem may itself look inflected (Газпром, of Газпрома; терминал, of терминала) and must meet
-- the bare word. After the first time goes a vowel that comes and goes (рынок, рынка; уголь, угля) and the soft sign in
-- its place (деньги, денег); е before н stays (семена). Words that would be parted from their other forms are named.
-- What may be a vessel's form or a court's (суда; судно, суд) is held as both: either finds it, neither the other's own.
CREATE OR REPLACE MACRO main.search_russian(word) AS CASE
    WHEN word IN (
        'а', 'без', 'бы', 'в', 'вам', 'вас', 'во', 'вот', 'все', 'вы', 'да', 'для', 'до', 'его', 'ее', 'если', 'еще', 'ею', 'же',
        'за', 'и', 'из', 'или', 'им', 'ими', 'их', 'к', 'как', 'ко', 'ли', 'мне', 'мы', 'на', 'над', 'нам', 'нас', 'не', 'него',
        'нее', 'ней', 'ни', 'ним', 'них', 'но', 'о', 'об', 'обо', 'он', 'она', 'они', 'оно', 'от', 'по', 'под', 'после', 'при',
        'про', 'с', 'со', 'та', 'так', 'там', 'те', 'то', 'того', 'той', 'том', 'тот', 'ту', 'ты', 'у', 'уже', 'что', 'чтобы',
        'эта', 'эти', 'это', 'этого', 'этой', 'этом', 'этот', 'эту', 'я'
    ) THEN []
    WHEN word IN ('суда', 'судов', 'судам', 'судами', 'судах') THEN ['суд', 'судн']
    ELSE [stem(stem(regexp_replace(regexp_replace(
        stem(CASE
            WHEN word LIKE 'дн_%' THEN regexp_replace(word, '^дн(я|ю|ем|е|и|ей|ям|ями|ях)$', 'день')
            WHEN word LIKE 'ль_%' THEN regexp_replace(word, '^ль([нд])(а|у|ом|е|ы|ов|ам|ами|ах)$', 'ле\1')
            WHEN word = 'ржи' THEN 'рожь'
            WHEN word = 'заем' THEN 'займ'
            WHEN word = 'зерен' THEN 'зерно'
            WHEN word = 'яиц' THEN 'яйцо'
            WHEN word = 'писем' THEN 'письмо'
            WHEN word = 'таможен' THEN 'таможня'
            WHEN word IN ('камень', 'корень', 'перечень', 'уровень') THEN replace(word, 'ень', 'ня')
            ELSE word
        END, 'russian'),
        '([аеиоуыэюя])е([кц])$', '\1й\2'),
        '([аеиоуыэюя].*[бвгджзйклмнпрстфхцчшщ])(?:[оь](н)|е(р)|[оеь]([гклц]))$', '\1\2\3\4'
    ), 'russian'), 'russian')]
END;

-- An English word as the index holds it. Function words are left out, and what an apostrophe cuts off (China's, don't);
-- what is also a name or a word of trade stays (us, may, no, down).
CREATE OR REPLACE MACRO main.search_english(word) AS CASE
    WHEN word IN (
        'a', 'an', 'and', 'are', 'as', 'at', 'be', 'been', 'being', 'but', 'by', 'did', 'do', 'does', 'for', 'from', 'had', 'has',
        'have', 'he', 'her', 'him', 'his', 'how', 'i', 'if', 'in', 'into', 'is', 'it', 'its', 'of', 'on', 'or', 'our', 's', 'she',
        'so', 'than', 'that', 'the', 'their', 'them', 'then', 'there', 'these', 'they', 'this', 'those', 't', 'to', 'was', 'we',
        'were', 'what', 'when', 'where', 'which', 'while', 'whom', 'whose', 'will', 'with', 'would', 'you', 'your'
    ) THEN []
    ELSE [stem(word, 'english')]
END;

-- Words as the index holds them: lower case, ё as е; Russian and English by stem, Chinese by pairs of characters.
CREATE OR REPLACE MACRO main.search_tokens(words) AS flatten(list_transform(
    regexp_extract_all(replace(lower(words), 'ё', 'е'), '[a-z0-9]+|[а-я]+|[\x{4e00}-\x{9fff}]+'),
    lambda word : CASE
        WHEN word >= '一' AND length(word) = 1 THEN [word]
        WHEN word >= '一' THEN list_transform(range(1, length(word)), lambda place : substr(word, place, 2))
        WHEN word >= 'а' THEN main.search_russian(word)
        ELSE main.search_english(word)
    END
));
