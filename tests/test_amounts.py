"""Quantities as journalists write them in three languages: index cards of our own, each a sentence and its readings."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.quantities import money_and_percent
from transform.numbers.amounts import find_quantities
from transform.numbers.quantities import Quantity

#: A reading is "quote = value unit modifier": a range as low..high, `exact` left out, `*` behind a lent unit.
EN = [
    ("It is 34% more than $141 million.", "34% = 34 %; $141 million = 141000000 USD"),
    ("Deliveries to the port soared 55% to 6.2", "55% = 55 %"),
    ("800,000 tonnes in May, 900,000 in June", "800,000 tonnes = 800000 t; 900,000 = 900000 t *"),
    ("In May 800,000 tonnes, in June 900,000", "800,000 tonnes = 800000 t; 900,000 = 900000 t *"),
    ("Trade hit $240.1 billion.", "$240.1 billion = 240100000000 USD"),
    ("Nine out of 10 of these trains head east.", "Nine out of 10 = 90 %"),
    ("Two in five boxes go back empty.", "Two in five = 40 %"),
    ("It shut 16 of its 25 checkpoints.", "16 = 16 item *; 25 checkpoints = 25 item"),
    (
        "They made 2.02 million of the 2.22 million tonnes sold.",
        "2.02 million = 2020000 t *; 2.22 million tonnes = 2220000 t",
    ),
    ("The price moved up $14 to $246 a cubic metre.", "$14 = 14 USD; $246 = 246 USD"),
    ("Of 165,300 cars Haval sold 19,800.", "165,300 cars = 165300 vehicle; 19,800 = 19800 vehicle *"),
    ("It takes 8 million tonnes a year and has sent China 62,000.", "8 million tonnes = 8000000 t; 62,000 = 62000 t *"),
    ("Of 12 billion yuan, 8 billion runs to 2033.", "12 billion yuan = 12000000000 CNY; 8 billion = 8000000000 CNY *"),
    ("Some shops are full; half have closed.", "half = 50 %"),
    ("It grew half as much again as in May.", "half as much again = 50 %"),
    ("Orders of Dh1.72 billion and Rmb38mn.", "Dh1.72 billion = 1720000000 AED; Rmb38mn = 38000000 CNY"),
    ("The line makes 2.3m tpa of polymers.", "2.3m tpa = 2300000 t"),
    ("It took out a loan of RMB4.6bn.", "RMB4.6bn = 4600000000 CNY"),
    ("They agreed on $12 billion 740 million in credit.", "$12 billion 740 million = 12740000000 USD"),
    ("An investment of CNY 3.5 bn (USD 490m).", "CNY 3.5 bn = 3500000000 CNY; USD 490m = 490000000 USD"),
    ("It cost 500 million Hong Kong dollars.", "500 million Hong Kong dollars = 500000000 HKD"),
    ("It sold grain for A$20 million and HK$3 million.", "A$20 million = 20000000 AUD; HK$3 million = 3000000 HKD"),
    ("A price of 1,234.50 euros was asked.", "1,234.50 euros = 1234.5 EUR"),
    ("It came to almost 2,5 trillion rubles.", "2,5 trillion rubles = 2500000000000 RUB about"),
    ("The plant turns out 150 000 cars a year.", "150 000 cars = 150000 vehicle"),
    ("One and a half billion dollars was paid.", "One and a half billion dollars = 1500000000 USD"),
    ("Half a million tonnes of coal went east.", "Half a million tonnes = 500000 t"),
    ("The mill bought five hundred thousand tonnes.", "five hundred thousand tonnes = 500000 t"),
    ("Farmers harvested 1,650 thousand tonnes.", "1,650 thousand tonnes = 1650000 t"),
    ("Imports reached 5.2 mmt of wheat.", "5.2 mmt = 5200000 t"),
    ("It takes 6.3 mt of LNG; 30,000 mt were spilled.", "6.3 mt = 6300000 t; 30,000 mt = 30000 t"),
    ("They ship 300,000t of grain.", "300,000t = 300000 t"),
    ("The line will carry 38 bcm a year.", "38 bcm = 38000000000 m3"),
    ("It burned 3bn cu m of gas.", "3bn cu m = 3000000000 m3"),
    ("Pumping rose to 1.2 mln bpd.", "1.2 mln bpd = 1200000 bbl/d"),
    ("Some 2 million barrels of oil a day flowed.", "2 million barrels of oil a day = 2000000 bbl/d about"),
    ("The grid sent 2 TWh south.", "2 TWh = 2000000000 kWh"),
    ("A 7,000-km railway is planned.", "7,000-km = 7000 km"),
    ("The port handled 4,500 TEU.", "4,500 TEU = 4500 TEU"),
    ("A ship brought 15,000 40-foot containers.", "15,000 40-foot containers = 15000 container"),
    (
        "Over 9,000 China-Europe freight train trips were run.",
        "9,000 China-Europe freight train trips = 9000 train over",
    ),
    ("Forty Russian firms set up there.", "Forty Russian firms = 40 company"),
    ("The two sides signed 17 documents.", "17 documents = 17 agreement"),
    ("No fewer than 600 exhibitors came.", "600 exhibitors = 600 company at_least"),
    ("Hundreds of companies and dozens of ships came.", ""),
    ("Exports rose 12.5 percent, or 3 percentage points.", "12.5 percent = 12.5 %; 3 percentage points = 3 pp"),
    ("A 12-percent rise to 98 per cent.", "12-percent = 12 %; 98 per cent = 98 %"),
    ("Sales (+61%) and prices (-4%) diverged.", "+61% = 61 %; -4% = 4 %"),
    ("A third of the exports and two thirds of the imports.", "A third = 33.33 %; two thirds = 66.67 %"),
    ("More than half of the boxes came by rail.", "half = 50 % over"),
    ("Trade grew in the first half of the year and the third quarter.", ""),
    ("A third consecutive month of growth.", ""),
    ("Exports more than halved while imports doubled.", "halved = 2 times over; doubled = 2 times"),
    ("Shipments surged 2.7-fold, prices threefold.", "2.7-fold = 2.7 times; threefold = 3 times"),
    ("A two-and-a-half-fold increase.", "two-and-a-half-fold = 2.5 times"),
    ("Output rose by a factor of 3.5.", "3.5 = 3.5 times"),
    ("That is three times as many as before.", "three times = 3 times"),
    ("They meet three times a year.", ""),
    ("It is worth between $3 billion and $4 billion.", "$3 billion and $4 billion = 3000000000..4000000000 USD"),
    ("A range of 10 to 12 bcm is discussed.", "10 to 12 bcm = 10000000000..12000000000 m3"),
    ("Freight costs $3,100 to $3,400 a box.", "$3,100 to $3,400 = 3100..3400 USD"),
    ("They expect 150,000-200,000 barrels per day.", "150,000-200,000 barrels per day = 150000..200000 bbl/d"),
    ("Shipments grew from 5.2 to 8.4 million tonnes.", "5.2 = 5200000 t *; 8.4 million tonnes = 8400000 t"),
    (
        "It was 80 billion dollars against 69.5 billion.",
        "80 billion dollars = 80000000000 USD; 69.5 billion = 69500000000 USD *",
    ),
    ("It had $1.5bn in 2025, 2bn in 2026.", "$1.5bn = 1500000000 USD; 2bn = 2000000000 USD *"),
    ("Stocks of unsold cars exceeded 400,000 in May.", "400,000 = 400000 vehicle over *"),
    ("Gas costs $350 per thousand cubic metres.", "$350 = 350 USD"),
    (
        "Up to $2bn, at least 30 ships, less than 5%.",
        "$2bn = 2000000000 USD up_to; 30 ships = 30 vessel at_least; 5% = 5 % under",
    ),
    ("A Boeing 737, a Su-57, the G20 and 5G.", ""),
    ("Under Resolution 2231 and Article 15, since May 2024.", ""),
    ("In 2024 Chinese companies came at 10:30 on 5 May.", ""),
    ("Call +7 495 123-45-67 or write to PO Box 12.", ""),
    ("Brent $69.36 -1.1% | USD/CNY 7.149", ""),
    ("It pumped 2 million extra barrels.", "2 million extra barrels = 2000000 bbl"),
    (
        "A quarter of a million tonnes went, 20,000-plus cars came.",
        "A quarter of a million tonnes = 250000 t; 20,000-plus cars = 20000 vehicle over",
    ),
    ("Japan paid ¥5bn.", "¥5bn = 5000000000 JPY"),
    (
        "It owes ¥5bn to two dozen firms among the top 10 companies.",
        "¥5bn = 5000000000 CNY; two dozen firms = 24 company",
    ),
    ("They bought 2.2 million shares for $5 million.", "$5 million = 5000000 USD"),
    (
        "Crab came down from 380 yuan in May to under 310 now.",
        "380 yuan = 380 CNY; 310 = 310 CNY under *",
    ),
    (
        "Of the 860 Chinese establishments listed for fish, most are suspended.",
        "860 Chinese establishments = 860 company",
    ),
    (
        "Sales fell from $2.1 billion to 1.7. A wagon costs 3 yuan a kilo; it was 2.4.",
        "$2.1 billion = 2100000000 USD; 1.7 = 1700000000 USD *; 3 yuan = 3 CNY; 2.4 = 2.4 CNY *",
    ),
    (
        "Yards hold 90,000 empties; 2,400 kits left, shipments fell by one half.",
        "90,000 empties = 90000 container; 2,400 kits = 2400 item; by one half = 50 %",
    ),
    (
        "It sent 4,100 tonnes of pork and 1,900 of beef.",
        "4,100 tonnes = 4100 t; 1,900 = 1900 t *",
    ),
]  # fmt: skip
RU = [
    ("В этом году поставки перевалят за 2,4 млн тонн.", "2,4 млн тонн = 2400000 t over"),
    ("Экспорт угля в мае 800 тыс. тонн, в июне 900", "800 тыс. тонн = 800000 t; 900 = 900000 t *"),
    ("Экспорт угля в мае 800 тыс. тонн, в июне 900.", "800 тыс. тонн = 800000 t; 900 = 900000 t *"),
    ("На 34% больше 141 млн долларов.", "34% = 34 %; 141 млн долларов = 141000000 USD"),
    ("Почти 7 квадратных километров, 20 километров дорог.", "20 километров = 20 km"),
    (
        "Отгрузили 4,1 тыс. тонн ячменя и 1,9 тыс. рапсового масла.",
        "4,1 тыс. тонн = 4100 t; 1,9 тыс. = 1900 t *",
    ),
    (
        "Цена упала с 520 долларов за тонну до 470, выручка — с 1,9 млрд юаней в мае до 1,2.",
        "520 долларов = 520 USD; 470 = 470 USD *; 1,9 млрд юаней = 1900000000 CNY; 1,2 = 1200000000 CNY *",
    ),
    (
        "Ввезли 300 машин (годом ранее 140) и свыше полумиллиона тонн.",
        "300 машин = 300 vehicle; 140 = 140 vehicle *; полумиллиона тонн = 500000 t over",
    ),
    (
        "Отгрузили 4,1 тыс. тонн ячменя и создали 1,9 тыс. мест.",
        "4,1 тыс. тонн = 4100 t",
    ),
    ("Соя — процентов шестьдесят вывоза.", "процентов шестьдесят = 60 % about"),
    ("Скидка выросла процентов на 10–12.", "процентов на 10–12 = 10..12 % about"),
    ("Спрос вырос раза в три.", "раза в три = 3 times about"),
    ("Вывезли тысяч сорок тонн.", "тысяч сорок тонн = 40000 t about"),
    ("Фуры ходят раз в две недели, до 300 рублей 5 мая.", "300 рублей = 300 RUB up_to"),
    (
        "Вывоз и ввоз выросли соответственно на 12 и 31 процент.",
        "12 = 12 % *; 31 процент = 31 %",
    ),
    (
        "Доска стоила 2100 юаней, теперь — от 1700 до 1750.",
        "2100 юаней = 2100 CNY; от 1700 до 1750 = 1700..1750 CNY *",
    ),
    ("Комиссия была 0,4%, теперь берут от одного до трёх.", "0,4% = 0.4 %"),
    ("Комиссия была 0,4%, теперь берут от двух до трёх.", "0,4% = 0.4 %; от двух до трёх = 2..3 % *"),
    ("Лидеры (опт, тыс. тонн): «Нива» — 21,4, «Колос» — 9.", "21,4 = 21400 t *; 9 = 9000 t *"),
    (
        "Китайских компаний на площадке 90 тысяч, было 31 тысяча.",
        "90 тысяч = 90000 company *; 31 тысяча = 31000 company *",
    ),
    ("За год раньше контрактов было 27.", "27 = 27 agreement *"),
    (
        "Сбор — 580 тыс. рублей за грузовой автомобиль, платили 310 тыс.",
        "580 тыс. рублей = 580000 RUB; 310 тыс. = 310000 RUB *",
    ),
    ("Мы просим 40 процентов, они готовы отдать 25.", "40 процентов = 40 %; 25 = 25 % *"),
    ("Заключён 31 экспортный контракт.", "31 экспортный контракт = 31 agreement"),
    ("Срок вырос до 25 рабочих дней.", ""),
    ("Слухи верны наполовину.", ""),
    ("Поставки утроятся, а ввоз удвоят.", "утроятся = 3 times; удвоят = 2 times"),
    (
        "Купили 1,2 млн баррелей российской сырой нефти в день.",
        "1,2 млн баррелей российской сырой нефти в день = 1200000 bbl/d",
    ),
    ("Товарооборот достиг $240,1 млрд.", "$240,1 млрд = 240100000000 USD"),
    ("Сумма двухсот сорока миллиардов долларов.", "двухсот сорока миллиардов долларов = 240000000000 USD"),
    ("Это полтора миллиона тонн.", "полтора миллиона тонн = 1500000 t"),
    ("Вывезли полмиллиона тонн угля.", "полмиллиона тонн = 500000 t"),
    ("Всего 3 млн 779,8 тыс. контейнеров.", "3 млн 779,8 тыс. контейнеров = 3779800 container"),
    ("Итого 1 млрд 341 млн 718,7 тыс. долларов.", "1 млрд 341 млн 718,7 тыс. долларов = 1341718700 USD"),
    ("Приехали 12 тыс. 345 человек.", "12 тыс. 345 человек = 12345 person"),
    ("Выделили один миллиард 92 миллиона рублей.", "один миллиард 92 миллиона рублей = 1092000000 RUB"),
    ("Экспорт: 51,661 млрд долл. США.", "51,661 млрд долл. США = 51661000000 USD"),
    ("Цена 1 250 000 руб. за партию.", "1 250 000 руб. = 1250000 RUB"),
    ("Дом за $635,000 продан.", "$635,000 = 635000 USD"),
    ("Ставка в 1\u2009480–1\u2009550 юаней.", "1\u2009480–1\u2009550 юаней = 1480..1550 CNY"),
    ("Вложат от 10 до 12 млрд рублей.", "от 10 до 12 млрд рублей = 10000000000..12000000000 RUB"),
    ("Нарастят с 38 до 44 млрд куб. м газа.", "38 = 38000000000 m3 *; 44 млрд куб. м = 44000000000 m3"),
    (
        "Было 80 млрд долларов против 69,52 миллиарда.",
        "80 млрд долларов = 80000000000 USD; 69,52 миллиарда = 69520000000 USD *",
    ),
    ("Продажи упали на 16%, до 44 110 машин.", "16% = 16 %; 44 110 машин = 44110 vehicle"),
    ("Кредит до 2 млрд евро.", "2 млрд евро = 2000000000 EUR up_to"),
    ("Тарифы растут: фура стоит уже до 480 тысяч рублей.", "480 тысяч рублей = 480000 RUB up_to"),
    ("Доля выросла на 3,5 п.п., до 45,1%.", "3,5 п.п. = 3.5 pp; 45,1% = 45.1 %"),
    ("Снизить с 5% до 4 процентов.", "5% = 5 %; 4 процентов = 4 %"),
    ("Пошлина 15-процентная, плюс 20 с лишним процентов.", "15-процентная = 15 %; 20 с лишним процентов = 20 % over"),
    ("Влезает до 20 тонн, ввоз перевалил там за 9 млн тонн.", "20 тонн = 20 t up_to; 9 млн тонн = 9000000 t over"),
    ("Экспорт вырос в 2,5 раза, импорт — почти вдвое.", "в 2,5 раза = 2.5 times; вдвое = 2 times about"),
    ("Рост в два с половиной раза или в 2–3 раза.", "в два с половиной раза = 2.5 times; в 2–3 раза = 2..3 times"),
    ("Стало в полтора раза больше, рост пятикратный.", "в полтора раза = 1.5 times; пятикратный = 5 times"),
    ("Встречались три раза.", ""),
    ("Стало больше на треть, меньше на четверть.", "на треть = 33.33 %; на четверть = 25 %"),
    ("Две трети экспорта и половина импорта.", "Две трети = 66.67 %; половина = 50 %"),
    ("Первая половина года и третья четверть.", ""),
    ("Меньше на 58%.", "58% = 58 %"),
    ("Отправили 699 тыс. т угля и 5 млн. т. руды.", "699 тыс. т = 699000 t; 5 млн. т = 5000000 t"),
    ("План — свыше 38 млрд кубометров.", "38 млрд кубометров = 38000000000 m3 over"),
    ("Добыли 2,29 млн баррелей нефти в сутки.", "2,29 млн баррелей нефти в сутки = 2290000 bbl/d"),
    ("Передали 14,4 млн кВт·ч.", "14,4 млн кВт·ч = 14400000 kWh"),
    ("Порт принял 118,4\nтыс. TEU.", "118,4\nтыс. TEU = 118400 TEU"),
    ("Пройдут 50 пар поездов и 8 рейсов.", "50 пар поездов = 50 train; 8 рейсов = 8 flight"),
    ("Подписано более 30 коммерческих документов.", "30 коммерческих документов = 30 agreement over"),
    ("Пришло 1 764 российских и китайских предприятия.", "1 764 российских и китайских предприятия = 1764 company"),
    ("Пришли сотни компаний и десятки тысяч людей.", ""),
    ("Из них около сотни компаний.", "сотни компаний = 100 company about"),
    ("Осталось около 2-х млн тонн.", "2-х млн тонн = 2000000 t about"),
    ("Газ по 350 долларов за тысячу кубометров.", "350 долларов = 350 USD"),
    ("Самолёты Су-57 и Boeing 737, рейс 6345.", ""),
    ("По закону № 44-ФЗ и ГОСТ 26002-83, ст. 15.", ""),
    ("12 июля 2024 года в 15:30, тел. +7 (495) 123-45-67.", ""),
    ("Дали 160 миллиардов новых рублей.", "160 миллиардов новых рублей = 160000000000 RUB"),
    (
        "Два десятка соглашений, две сотни компаний, десятки сделок.",
        "Два десятка соглашений = 20 agreement; две сотни компаний = 200 company",
    ),
    ("Пятипроцентная пошлина.", "Пятипроцентная = 5 %"),
    ("Доска сечением 150×50.", ""),
    ("Норма — не более 30 машин при обычных 120.", "30 машин = 30 vehicle up_to; 120 = 120 vehicle *"),
    ("Обратно пошли автомобили: 34,6 тыс. штук.", "34,6 тыс. штук = 34600 vehicle"),
    ("Частных среди них — девять десятых.", "девять десятых = 90 %"),
    ("Всего 214 фирм, двадцать девять из них — свои.", "214 фирм = 214 company; двадцать девять = 29 company *"),
    ("Доля упала с 63 в декабре до 54,7%.", "63 = 63 % *; 54,7% = 54.7 %"),
    ("Тысяча кубометров обходилась в 252 доллара.", "252 доллара = 252 USD"),
    ("Продали свыше тысячи тонн и тысячи тонн отходов.", "тысячи тонн = 1000 t over"),
    ("Почти 900 контейнеров в 20-футовом эквиваленте.", "900 контейнеров в 20-футовом эквиваленте = 900 TEU about"),
    ("Каждый пятый контейнер и 14 «аграрных экспрессов».", "Каждый пятый = 20 %; 14 «аграрных экспрессов» = 14 train"),
    ("Прошло 58 тыс. транспортных средств.", "58 тыс. транспортных средств = 58000 vehicle"),
    ("60 китайских сетей и дюжина томографов.", "60 китайских сетей = 60 company; дюжина томографов = 12 item"),
]  # fmt: skip
ZH = [
    ("滚装快航，每周两班。", "两班 = 2 vessel"),
    ("航线每周三班，年运量5万标准箱。", "三班 = 3 vessel; 5万标准箱 = 50000 TEU"),
    ("年产450万条半钢子午线轮胎，铺设3条线。", "450万条 = 4500000 item"),
    ("报废税涨了1.7倍到3.7倍，一家就发了1460车。", "1.7倍到3.7倍 = 2.7..4.7 times; 1460车 = 1460 vehicle"),
    ("箱量由2000只增加到3500只。", "2000只 = 2000 container; 3500只 = 3500 container"),
    ("签下11单，年产轮胎500万条。", "11单 = 11 agreement; 500万条 = 5000000 item"),
    ("A季刚过一半，价格贵一倍，开通3条航线。", "一倍 = 2 times"),
    ("贸易额达2401.1亿美元。", "2401.1亿美元 = 240110000000 USD"),
    ("进出口1.74万亿元人民币。", "1.74万亿元人民币 = 1740000000000 CNY"),
    ("总值一点七四万亿元。", "一点七四万亿元 = 1740000000000 CNY"),
    ("约两千四百亿美元。", "两千四百亿美元 = 240000000000 USD about"),
    ("总值９ 亿 4370 万美元。", "９ 亿 4370 万美元 = 943700000 USD"),
    ("投资人民币1.5亿元，折合US$2100万。", "1.5亿元 = 150000000 CNY; US$2100万 = 21000000 USD"),
    ("借款100亿港元、3000亿日元。", "100亿港元 = 10000000000 HKD; 3000亿日元 = 300000000000 JPY"),
    ("增长百分之八十二点三。", "百分之八十二点三 = 82.3 %"),
    ("增长３．５％，提高0.5个百分点。", "３．５％ = 3.5 %; 0.5个百分点 = 0.5 pp"),
    ("下降三成，占近九成，占四成三。", "三成 = 30 %; 九成 = 90 % about; 四成三 = 43 %"),
    ("占三分之一以上。", "三分之一 = 33.33 % over"),
    ("减少一半，占比过半。", "一半 = 50 %; 半 = 50 % over"),
    ("增长两倍，是去年的三倍。", "两倍 = 3 times; 三倍 = 3 times"),
    ("增至上年的2.6倍，高出一倍。", "2.6倍 = 2.6 times; 一倍 = 2 times"),
    ("十年翻一番，再翻两番。", "翻一番 = 2 times; 翻两番 = 4 times"),
    ("成倍增长。", ""),
    ("便宜三成五到四成。", "三成五到四成 = 35..40 %"),
    ("又有三船货物，共34船；船员34人。", "三船 = 3 vessel; 34船 = 34 vessel; 34人 = 34 person"),
    ("加工企业317户。", "317户 = 317 company"),
    ("当地农户20户。", ""),
    ("跌破235美元，约为每吨112美元。", "235美元 = 235 USD under; 112美元 = 112 USD about"),
    ("较380亿元多出8亿元。", "380亿元 = 38000000000 CNY; 8亿元 = 800000000 CNY"),
    ("分别增长1.2倍、1.4倍和96.7%。", "1.2倍 = 2.2 times; 1.4倍 = 2.4 times; 96.7% = 96.7 %"),
    ("翻了近一番。", "翻了近一番 = 2 times about"),
    ("全长19.9公里，其中中方境内6.5公里。", "19.9公里 = 19.9 km; 6.5公里 = 6.5 km"),
    ("年产10至12万吨。", "10至12万吨 = 100000..120000 t"),
    ("贷款10亿至12亿卢布。", "10亿至12亿卢布 = 1000000000..1200000000 RUB"),
    ("由380亿立方米增至440亿立方米。", "380亿立方米 = 38000000000 m3; 440亿立方米 = 44000000000 m3"),
    ("今年两万八千吨，去年四万二千吨。", "两万八千吨 = 28000 t; 四万二千吨 = 42000 t"),
    ("日均加工原油40万桶。", "40万桶 = 400000 bbl/d"),
    ("送电40亿千瓦时，里程200千米。", "40亿千瓦时 = 4000000000 kWh; 200千米 = 200 km"),
    ("发送1.9万标箱、50个集装箱。", "1.9万标箱 = 19000 TEU; 50个集装箱 = 50 container"),
    ("开行班列531列。", "531列 = 531 train"),
    ("近八百家企业、80多家俄企参展。", "八百家 = 800 company about; 80多家 = 80 company over"),
    ("数百家企业、几十个项目、上百家银行。", ""),
    ("百余家企业，86个投资项目。", "百余家 = 100 company over; 86个投资项目 = 86 project"),
    ("签约项目43个，签署14项合作文件。", "43个 = 43 project; 14项合作文件 = 14 agreement"),
    ("大概每千瓦时0.27元，最低每立方米200欧元。", "0.27元 = 0.27 CNY about; 200欧元 = 200 EUR at_least"),
    ("投资估计9000万元，到岸报过每吨3600美元。", "9000万元 = 90000000 CNY about; 3600美元 = 3600 USD"),
    ("不低于100美元，不超过5%，至少30家。", "100美元 = 100 USD at_least; 5% = 5 % up_to; 30家 = 30 company at_least"),
    ("不会低于100美元，不会超过5%。", "100美元 = 100 USD at_least; 5% = 5 % up_to"),
    ("年能力可达800万吨，每月保底40辆。", "800万吨 = 8000000 t; 40辆 = 40 vehicle at_least"),
    ("滚装船由每周2班增至5班。", "2班 = 2 vessel; 5班 = 5 vessel"),
    ("不及去年同期的5%，单笔封顶500万元。", "5% = 5 % under; 500万元 = 5000000 CNY up_to"),
    ("突破千亿元大关。", "千亿元 = 100000000000 CNY over"),
    ("每千立方米350美元，每100公里。", "350美元 = 350 USD"),
    ("一带一路、三农、二十大、十四五、两国、第三届。", ""),
    ("G20、5G、苏-57、波音737、第4号公告。", ""),
    ("2024年5月20日13时30分。", ""),
    ("26个机关帮助企业破解了67个难题。", ""),
    ("安装2台机组，增长3成。", "2台 = 2 item; 3成 = 30 %"),
    ("出口客车50台。", "50台 = 50 vehicle"),
    ("3000吨级货轮和12个月合同。", ""),
    ("包裹70万件出头，价格在300元以下。", "70万件 = 700000 item over; 300元 = 300 CNY under"),
]  # fmt: skip
CARDS = [(lang, *card) for lang, cards in (("en", EN), ("ru", RU), ("zh", ZH)) for card in cards]


def written(quantity: Quantity, text: str) -> str:
    """A quantity in the cards' notation."""
    value = f"{quantity.value:f}" + (f"..{quantity.value_high:f}" if quantity.value_high is not None else "")
    tail = "" if quantity.modifier == "exact" else f" {quantity.modifier}"
    lent = " *" if quantity.shared_unit else ""
    return f"{text[quantity.start : quantity.end]} = {value} {quantity.unit}{tail}{lent}"


@pytest.mark.parametrize(("language", "text", "expected"), CARDS)
def test_a_sentence_yields_exactly_its_quantities(language: str, text: str, expected: str) -> None:
    assert "; ".join(written(q, text) for q in find_quantities(text, language)) == expected


def test_a_bare_number_takes_the_unit_of_the_sentence_before() -> None:
    first = find_quantities("В июне наторговали на 20,2 млрд долларов.", "ru")
    (second,) = find_quantities("Из них 10,4 млрд пришлось на ввоз.", "ru", first)
    assert (second.value, second.unit, second.shared_unit) == (Decimal(10400000000), "USD", True)


def test_the_direction_that_the_characters_tell_is_kept() -> None:
    assert [q.direction for q in find_quantities("(+61%), (−4%), halved", "en")] == ["up", "down", "down"]


def test_the_ends_of_a_move_are_told_apart() -> None:
    assert [q.pair for q in find_quantities("grew from 5.2 to 8.4 million tonnes", "en")] == ["from", "to"]


LANGUAGES = st.sampled_from(["en", "ru", "zh"])
ALPHABET = st.text(
    alphabet="0123456789.,%$€¥₽ -–+:()млнтысрубдоотв раза一二十百万亿元吨成多至thousandmillion\n\u00a0％１", max_size=60
)


@given(ALPHABET, LANGUAGES)
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_quantities_are_ordered_apart_and_slice_to_numbers(text: str, language: str) -> None:
    found = find_quantities(text, language)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(q.value > 0 and (q.value_high is None or q.value_high > q.value) for q in found)


@given(st.integers(1, 999), st.integers(1, 999), LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_what_follows_in_another_sentence_changes_nothing(whole: int, part: int, language: str) -> None:
    unit = {"en": " billion yuan", "ru": " млрд юаней", "zh": "亿元"}[language]
    text = f"{whole}.{part}{unit}" if language != "ru" else f"{whole},{part}{unit}"
    after = {"en": ". Read also: our app", "ru": ". Читайте также: приложение", "zh": "。责任编辑：李明"}[language]
    assert find_quantities(text + after, language) == find_quantities(text, language)


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
@pytest.mark.parametrize(
    "piece", ["1", "1,", "1 ", "-1", "9.", "один ", "two ", "one-", "万", "百分之", "$", "to 1 ", "млн "]
)
def test_long_runs_of_one_thing_are_read_in_linear_time(language: str, piece: str) -> None:
    size = 16_000 // len(piece)
    began = time.process_time()
    find_quantities(piece * (size // 8), language)
    short = time.process_time() - began
    began = time.process_time()
    find_quantities(piece * size, language)
    # Eight times the text may take some eight times as long: a growing power would take 64 times.
    assert time.process_time() - began < 30 * max(short, 0.05)


@pytest.mark.parametrize(
    ("name", "floor"), [("crt_en", 99), ("crt_ru", 99), ("crt_zh", 98), ("fire_en", 97), ("nerel_ru", 97.5)]
)
@pytest.mark.usefixtures("shared")
def test_money_and_percent_stay_above_their_floor_on_public_benchmarks(name: str, floor: float) -> None:
    assert money_and_percent(name) >= floor
