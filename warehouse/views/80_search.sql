-- Words as the index holds them: lower case, ё as е; Russian and English by stem, Chinese by pairs of characters.
-- Russian is stemmed twice: a stem that itself looks inflected (Газпром, of Газпрома) must meet the bare word.
CREATE OR REPLACE MACRO main.search_tokens(words) AS flatten(list_transform(
    regexp_extract_all(replace(lower(words), 'ё', 'е'), '[a-z0-9]+|[а-я]+|[\x{4e00}-\x{9fff}]+'),
    lambda word : CASE
        WHEN word >= '一' AND length(word) = 1 THEN [word]
        WHEN word >= '一' THEN list_transform(range(1, length(word)), lambda place : substr(word, place, 2))
        WHEN word >= 'а' THEN [stem(stem(word, 'russian'), 'russian')]
        ELSE [stem(word, 'english')]
    END
));
