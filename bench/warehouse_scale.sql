-- Many articles and figures at once, made from numbers: what the cookbook is timed on.
INSERT INTO store.article
SELECT
    'm' || n, 1, 'https://example.org/m' || n, 'https://example.org/m' || n, 'Outlet ' || (n % 60), 'Headline ' || n,
    -- Two words in forty are of the trade, the others of a vocabulary of fifty thousand.
    list_aggregate(list_transform(range(40), lambda k : CASE
        WHEN hash(n * 40 + k) % 20 = 0 THEN
            ['trade', 'export', 'soybeans', 'coal', 'gas', 'port', 'yuan', 'customs', 'экспорт', 'сою', 'газ', 'порта',
            'рублях', 'таможня', '大豆进口', '天然气', '口岸', '贸易'][1 + (hash(n * 41 + k) % 18)::INTEGER]
        ELSE 'word' || (hash(n, k) % 50000)
    END), 'string_agg', ' '),
    ['en', 'ru', 'zh'][1 + n % 3], TIMESTAMP '2015-01-01' + INTERVAL (n * 6) MINUTE, 'feed',
    TIMESTAMP '2015-01-01' + INTERVAL (n * 6 + 30) MINUTE, 'feed' || (n % 60), NULL, true, 0.9, ['made'],
    'SM' || (n // 3), 'h' || n, 'a' || n, '1', 'made', TIMESTAMP '2015-01-02' + INTERVAL (n * 6) MINUTE, NULL, NULL
FROM range({articles}) AS r (n);

INSERT INTO store.figure
SELECT
    1000000000 + n, 'm' || (n % {articles}), 1, 'SM' || ((n % {articles}) // 3), (n % 997) || ' billion yuan', 'text',
    10, 26,
    (1 + hash(hash(n + 1) % 5, hash(n + 2) % 3, hash(n + 3) % 50, hash(n + 4) % 5, hash(n + 5) % 130, hash(n) % 4)
    % 1000000000 * CASE WHEN n % 200 = 0 THEN 10 ELSE 1 END)::DECIMAL(28, 6), NULL, ['USD', 'CNY', '%', 't'][1 + (hash(n) % 4)::INTEGER],
    ['exact', 'about', 'over'][1 + n % 3], ['level', 'change', 'share'][1 + (n // 3) % 3], NULL,
    CASE WHEN hash(n + 1) % 500 = 0 THEN 'settlement'
    ELSE ['turnover', 'exports', 'imports', 'freight', 'other'][1 + (hash(n + 1) % 5)::INTEGER] END,
    ['CN>RU', 'RU>CN', 'CN<>RU'][1 + (hash(n + 2) % 3)::INTEGER],
    ['CN-LN', 'RU-PRI', 'CN-HL'][1 + (hash(n + 3) % 50)::INTEGER],
    [NULL, 'coal', 'soybeans', 'natural_gas', 'timber'][1 + (hash(n + 4) % 5)::INTEGER],
    DATE '2015-01-01' + INTERVAL ((hash(n + 5) % 130)::INTEGER) MONTH,
    DATE '2015-01-31' + INTERVAL ((hash(n + 5) % 130)::INTEGER) MONTH, NULL, NULL, 'customs',
    (hash(n) % 1000000000)::DECIMAL(28, 6), 'stated', '1', TIMESTAMP '2015-01-02' + INTERVAL ((n % {articles}) * 6) MINUTE,
    NULL, NULL, NULL, NULL, NULL
FROM range({figures}) AS r (n);

INSERT INTO store.development
SELECT
    1000000000 + n, 'm' || n, 1, 'SM' || (n // 3), 'quote', 'text', 0, 5,
    ['route_opened', 'tariff', 'ban', 'record', 'hub_opened'][1 + n % 5], NULL, 'Heihe', '1',
    TIMESTAMP '2015-01-02' + INTERVAL (n * 6) MINUTE, NULL, NULL
FROM range({articles} // 20) AS r (n);
