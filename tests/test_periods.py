"""Calendar spans as three languages name them, resolved against a publication date: index cards of our own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.numbers.quantities import Period
from transform.periods.calendar_words import calendar_of
from transform.periods.find import find_periods
from transform.periods.years_joined import shifted
from transform.rules import RulesError

REFERENCE = date(2025, 10, 20)

#: A reading is "quote = first..last"; the role follows where it is not `span`.
EN = [
    (
        "In January-May 2025 it was 16,000 tonnes; over the same half-year sales fell.",
        "January-May 2025 = 2025-01-01..2025-05-31; over the same half-year = 2025-01-01..2025-06-30 same",
    ),
    ("In the first 40 days of 2024 it rose.", "the first 40 days of 2024 = 2024-01-01..2024-02-09"),
    (
        "From January to August (8 months) of 2023.",
        "From January to August (8 months) of 2023 = 2023-01-01..2023-08-31",
    ),
    (
        "From May 2019 (the date of the first flight) to June 30, 2022.",
        "From May 2019 (the date of the first flight) to June 30, 2022 = 2019-05-01..2022-06-30",
    ),
    (
        "Through January and early February in 2023.",
        "Through January and early February in 2023 = 2023-01-01..2023-02-28",
    ),
    ("For eleven months the tally is 27 million.", "For eleven months = 2024-01-01..2024-11-30"),
    (
        "It fell from 6 million in 2021 to 3 million a year later.",
        "2021 = 2021-01-01..2021-12-31; a year later = 2022-01-01..2022-12-31",
    ),
    ("In November it could be had for $1,040.", "November = 2024-11-01..2024-11-30"),
    ("Buyers had moved to yuan by December.", "December = 2024-12-01..2024-12-31"),
    ("Trade fell from January to September.", "from January to September = 2025-01-01..2025-09-30"),
    ("The January-to-September total.", "January-to-September = 2025-01-01..2025-09-30"),
    ("January-August 2017: 3.4 million", "January-August 2017 = 2017-01-01..2017-08-31"),
    ("In January-November it grew.", "January-November = 2024-01-01..2024-11-30"),
    ("From November 2023 to February 2024.", "From November 2023 to February 2024 = 2023-11-01..2024-02-29"),
    ("In the first nine months of last year.", "the first nine months of last year = 2024-01-01..2024-09-30"),
    ("The nine-month total rose.", "The nine-month = 2025-01-01..2025-09-30"),
    ("Exports fell in 9M 2024.", "in 9M 2024 = 2024-01-01..2024-09-30"),
    ("This year's seven months were good.", "This year's seven months = 2025-01-01..2025-07-31"),
    ("In the three months to June.", "the three months to June = 2025-04-01..2025-06-30"),
    ("In the year to June.", "In the year to June = 2024-07-01..2025-06-30"),
    ("Sales fell in Q3.", "Q3 = 2025-07-01..2025-09-30"),
    ("Sales fell in the fourth quarter.", "the fourth quarter = 2024-10-01..2024-12-31"),
    ("In Q1-Q3 2024.", "Q1-Q3 2024 = 2024-01-01..2024-09-30"),
    ("In the second half of last year.", "the second half of last year = 2024-07-01..2024-12-31"),
    ("H1 2024 was weak.", "H1 2024 = 2024-01-01..2024-06-30"),
    ("It came in August alone.", "August = 2025-08-01..2025-08-31"),
    ("It came in December.", "December = 2024-12-01..2024-12-31"),
    ("It will open in December.", "December = 2025-12-01..2025-12-31"),
    ("It may march on.", ""),
    ("They met on 18 September 2025.", "18 September 2025 = 2025-09-18..2025-09-18"),
    ("From January 1 to August 25, trains ran.", "From January 1 to August 25 = 2025-01-01..2025-08-25"),
    (
        "It fell in 2024 and will end by 2030.",
        "2024 = 2024-01-01..2024-12-31; by 2030 = 2030-01-01..2030-12-31 deadline",
    ),
    ("From 2010 to 2020 it rose.", "From 2010 to 2020 = 2010-01-01..2020-12-31"),
    ("In the 2024/25 season.", "In the 2024/25 season = 2024-07-01..2025-06-30"),
    ("So far this year it rose.", "So far this year = 2025-01-01..2025-09-30 ytd"),
    ("Volumes grew year to date.", "year to date = 2025-01-01..2025-09-30 ytd"),
    ("Over the past ten years.", "Over the past ten years = 2015-10-20..2025-10-19 rolling"),
    (
        "In July it was 5; a year earlier, 4.",
        "July = 2025-07-01..2025-07-31; a year earlier = 2024-07-01..2024-07-31 base",
    ),
    (
        "It grew in January-May against the same months of 2022.",
        "January-May = 2025-01-01..2025-05-31; the same months of 2022 = 2022-01-01..2022-05-31 base",
    ),
    ("They loaded 2024 tonnes and 2,025 cars.", ""),
    ("Exports grew by 12% in December.", "December = 2024-12-01..2024-12-31"),
    ("It is to open by the end of the fourth quarter.", "the fourth quarter = 2025-10-01..2025-12-31"),
    ("In the week to 17 October.", "the week to 17 October = 2025-10-11..2025-10-17"),
    ("In the four weeks ended October 5.", "the four weeks ended October 5 = 2025-09-08..2025-10-05"),
    ("In the first half of August it fell.", "the first half of August = 2025-08-01..2025-08-15"),
    ("The first ten days of October.", "The first ten days of October = 2025-10-01..2025-10-10"),
    ("In the June quarter.", "the June quarter = 2025-04-01..2025-06-30"),
    ("In the quarter ended June 30.", "the quarter ended June 30 = 2025-04-01..2025-06-30"),
    ("In the half year to June.", "the half year to June = 2025-01-01..2025-06-30"),
    (
        "Over the last three months of 2023.",
        "Over the last three months of 2023 = 2023-10-01..2023-12-31",
    ),
    ("Over the four months from April.", "the four months from April = 2025-04-01..2025-07-31"),
    ("Exports through July rose.", "through July = 2025-01-01..2025-07-31"),
    ("Between 1 and 15 October.", "Between 1 and 15 October = 2025-10-01..2025-10-15"),
    ("Since New Year it fell.", "Since New Year = 2025-01-01..2025-09-30 ytd"),
    ("Since mid-March it fell.", "Since mid-March = 2025-03-15..2025-09-30 since"),
    ("Closed since March 29.", "since March 29 = 2025-03-29..2025-09-30 since"),
    ("In the 2023-24 marketing year.", "the 2023-24 marketing year = 2023-07-01..2024-06-30"),
    ("In the season that began on 1 July.", "In the season that began on 1 July = 2025-07-01..2025-09-30 since"),
    ("Sales in FY24.", "FY24 = 2024-01-01..2024-12-31"),
    ("Last winter it was cheap.", "Last winter = 2024-12-01..2025-02-28 season"),
    ("The highest since March 2022.", "highest since March 2022 = 2022-01-01..2022-12-31 until"),
    ("It runs until 2030.", "until 2030 = 2030-01-01..2030-12-31 until"),
    (
        "From its opening on 16 November 2022 to the end of August 2025.",
        "From its opening on 16 November 2022 to the end of August 2025 = 2022-11-16..2025-08-31",
    ),
    ("They bought it this year.", "this year = 2025-01-01..2025-09-30 ytd"),
    ("They will buy it this year.", "this year = 2025-01-01..2025-12-31 this_year"),
    ("It sold 61 (in 2020 – 34 million dollars).", "2020 = 2020-01-01..2020-12-31"),
    ("It was the first drop in five months and the strongest showing in two years.", ""),
    ("Eight months’ exports came to 5 million tonnes.", "Eight months’ = 2025-01-01..2025-08-31"),
    ("It shipped 4 million tonnes for eight months, up a fifth.", "for eight months = 2025-01-01..2025-08-31"),
    (
        "It rose in May; for eight months the total is up.",
        "May = 2025-05-01..2025-05-31; for eight months = 2025-01-01..2025-08-31",
    ),
    ("Over twelve months it fell.", "Over twelve months = 2024-10-01..2025-09-30 rolling"),
    ("From New Year to 15 May the port was shut.", "From New Year to 15 May = 2025-01-01..2025-05-15"),
    ("By New Year’s Eve it will be more.", "By New Year’s Eve = 2025-01-01..2025-12-31 deadline"),
    ("Thus far in 2025 it fell.", "Thus far in 2025 = 2025-01-01..2025-09-30 ytd"),
    (
        "In May it was 12, against 9 three years earlier.",
        "May = 2025-05-01..2025-05-31; three years earlier = 2022-05-01..2022-05-31 base",
    ),
    ("Three years ago it was 9.", "Three years ago = 2022-01-01..2022-12-31 base"),
    ("Some years ago it was 9.", ""),
    (
        "In the second quarter it rose from the previous quarter.",
        "the second quarter = 2025-04-01..2025-06-30; the previous quarter = 2025-01-01..2025-03-31 base",
    ),
    ("In the previous quarter it rose.", "In the previous quarter = 2025-07-01..2025-09-30"),
    (
        "It was 9 in 2021 and 12 in 2024, and prices fell over the two years.",
        "2021 = 2021-01-01..2021-12-31; 2024 = 2024-01-01..2024-12-31; over the two years = 2021-01-01..2024-12-31",
    ),
    (
        "In the first seven months it was more than at this time last year.",
        "the first seven months = 2025-01-01..2025-07-31; at this time last year = 2024-01-01..2024-07-31 base",
    ),
    (
        "From the start of March to the end of June.",
        "From the start of March to the end of June = 2025-03-01..2025-06-30",
    ),
    ("In the first 17 days of May.", "the first 17 days of May = 2025-05-01..2025-05-17"),
    ("In the last week of May.", "the last week of May = 2025-05-25..2025-05-31"),
    ("In the final month of 2023.", "the final month of 2023 = 2023-12-01..2023-12-31"),
    ("In the first and second quarters.", "the first and second quarters = 2025-01-01..2025-06-30"),
    ("Between 1 May 2023 and 30 June 2024.", "Between 1 May 2023 and 30 June 2024 = 2023-05-01..2024-06-30"),
    ("Over the past decade.", "Over the past decade = 2015-10-20..2025-10-19 rolling"),
    ("In 9M25.", "In 9M25 = 2025-01-01..2025-09-30"),
    ("At the beginning of the year it was 9 percent.", "At the beginning of the year = 2025-01-01..2025-01-31"),
    ("The first 20 trucks will go by rail in January.", "January = 2026-01-01..2026-01-31"),
    ("Sales rose in January and will double.", "January = 2025-01-01..2025-01-31"),
    ("It will say what it sold in August.", "August = 2025-08-01..2025-08-31"),
    ("Grain in the season that ended in June.", "in the season that ended in June = 2025-01-01..2025-12-31 until"),
]
RU = [
    ("За лето прошло 1 840 контейнеров.", "За лето = 2025-06-01..2025-08-31"),
    ("Цель на год названа осторожно.", "Цель на год = 2025-01-01..2025-12-31"),
    (
        "С 6 млн в 2021 году до 3 млн годом позже.",
        "в 2021 году = 2021-01-01..2021-12-31; годом позже = 2022-01-01..2022-12-31",
    ),
    ("В январе-сентябре экспорт вырос.", "В январе-сентябре = 2025-01-01..2025-09-30"),
    ("За январь — июнь 2023 года.", "За январь — июнь 2023 года = 2023-01-01..2023-06-30"),
    ("За девять месяцев.", "За девять месяцев = 2025-01-01..2025-09-30"),
    ("За 11 мес. 2024 года.", "За 11 мес. 2024 года = 2024-01-01..2024-11-30"),
    ("За 8 месяцев текущего года.", "За 8 месяцев текущего года = 2025-01-01..2025-08-31"),
    ("В III квартале.", "В III квартале = 2025-07-01..2025-09-30"),
    ("В 1 квартале 2024 г.", "В 1 квартале 2024 г. = 2024-01-01..2024-03-31"),
    ("За полгода.", "За полгода = 2025-01-01..2025-06-30"),
    ("В первом полугодии 2024 года.", "В первом полугодии 2024 года = 2024-01-01..2024-06-30"),
    ("По итогам 2024 года.", "По итогам 2024 года = 2024-01-01..2024-12-31"),
    ("Хабаровский край в 2022-м.", "в 2022-м = 2022-01-01..2022-12-31"),
    ("К 2030 году будет больше.", "К 2030 году = 2030-01-01..2030-12-31 deadline"),
    ("В минувшем году.", "В минувшем году = 2024-01-01..2024-12-31"),
    ("В июне прошлого года.", "В июне прошлого года = 2024-06-01..2024-06-30"),
    ("Выше уровня прошлого января.", "уровня прошлого января = 2024-01-01..2024-01-31"),
    ("В ноябре откроют мост.", "В ноябре = 2025-11-01..2025-11-30"),
    ("С 1 по 15 октября.", "С 1 по 15 октября = 2025-10-01..2025-10-15"),
    ("12 июля 2024 года.", "12 июля 2024 года = 2024-07-12..2024-07-12"),
    ("С начала года.", "С начала года = 2025-01-01..2025-09-30 ytd"),
    ("На 69,4 млрд с января.", "с января = 2025-01-01..2025-09-30 since"),
    ("С 2021 по 2024 год.", "С 2021 по 2024 год = 2021-01-01..2024-12-31"),
    ("В 2010–2020 годах.", "В 2010–2020 годах = 2010-01-01..2020-12-31"),
    ("В 1990-х годах.", ""),
    ("За последние десять лет.", "За последние десять лет = 2015-10-20..2025-10-19 rolling"),
    (
        "За восемь месяцев вышло 4,1 млрд против 9,15 млрд годом ранее.",
        "За восемь месяцев = 2025-01-01..2025-08-31; годом ранее = 2024-01-01..2024-08-31 base",
    ),
    (
        "В январе — марте 2018-го к тому же кварталу прошлого года.",
        "В январе — марте 2018-го = 2018-01-01..2018-03-31; "
        "к тому же кварталу прошлого года = 2017-01-01..2017-03-31 base",
    ),
    (
        "За два месяца — 31 млн тонн. Монголия за тот же срок дала 15 млн.",
        "За два месяца = 2025-01-01..2025-02-28; за тот же срок = 2025-01-01..2025-02-28 same",
    ),
    (
        "За пять месяцев — 212 тысяч. В прошлом году за то же время было 90.",
        "За пять месяцев = 2025-01-01..2025-05-31; В прошлом году за то же время = 2024-01-01..2024-05-31 base",
    ),
    (
        "В третьем квартале — 1140 рублей, во втором — 1260, в 2,1 раза больше.",
        "В третьем квартале = 2025-07-01..2025-09-30; во втором = 2025-04-01..2025-06-30",
    ),
    (
        "За январь — май 2025 года 16 тысяч тонн. В том же полугодии продажи упали.",
        "За январь — май 2025 года = 2025-01-01..2025-05-31; В том же полугодии = 2025-01-01..2025-06-30 same",
    ),
    (
        "В первом полугодии было 1,9 млрд, во втором — меньше.",
        "В первом полугодии = 2025-01-01..2025-06-30; во втором = 2025-07-01..2025-12-31",
    ),
    ("К середине июля стояло 400 фур.", "К середине июля = 2025-07-31..2025-07-31 as_of"),
    (
        "С начала поставок в марте и до конца июня вывезли 9 тыс. тонн.",
        "С начала поставок в марте и до конца июня = 2025-03-01..2025-06-30",
    ),
    ("Первая партия уйдёт в Далянь в декабре.", "в декабре = 2025-12-01..2025-12-31"),
    ("Первые 20 машин придут по железной дороге в январе.", "в январе = 2026-01-01..2026-01-31"),
    (
        "В сезоне, завершившемся в июне, вывезли 9 млн т.",
        "В сезоне, завершившемся в июне = 2025-01-01..2025-12-31 until",
    ),
    ("С начала года по 25 августа прошли поезда.", "С начала года по 25 августа = 2025-01-01..2025-08-25"),
    ("С начала года и до конца сентября.", "С начала года и до конца сентября = 2025-01-01..2025-09-30"),
    ("К 20 сентября отгрузили зерно.", "К 20 сентября = 2025-01-01..2025-09-20"),
    ("К 20 сентября планируют отгрузить зерно.", "20 сентября = 2025-09-20..2025-09-20"),
    ("С июля 2023-го по июнь 2024 года.", "С июля 2023-го по июнь 2024 года = 2023-07-01..2024-06-30"),
    ("Меньше мартовских 10,2 млн.", "мартовских = 2025-03-01..2025-03-31"),
    ("Почти вдвое больше апреля-2022.", "апреля-2022 = 2022-04-01..2022-04-30"),
    ("Майские указы и Октябрьский район.", ""),
    ("За 9М 2025.", "За 9М 2025 = 2025-01-01..2025-09-30"),
    ("За первые два квартала.", "За первые два квартала = 2025-01-01..2025-06-30"),
    ("В первой половине августа.", "В первой половине августа = 2025-08-01..2025-08-15"),
    ("За вторую декаду октября.", "За вторую декаду октября = 2025-10-11..2025-10-20"),
    ("За неделю по 12 октября.", "За неделю по 12 октября = 2025-10-06..2025-10-12"),
    ("На прошлой неделе.", "На прошлой неделе = 2025-10-13..2025-10-19"),
    ("Весной прошлого года.", "Весной прошлого года = 2024-03-01..2024-05-31 season"),
    ("Осенью 2023 года.", "Осенью 2023 года = 2023-09-01..2023-11-30 season"),
    ("В последнем квартале 2024 года.", "В последнем квартале 2024 года = 2024-10-01..2024-12-31"),
    ("В последние три месяца 2024 года.", "В последние три месяца 2024 года = 2024-10-01..2024-12-31"),
    ("С конца февраля.", "С конца февраля = 2025-02-01..2025-09-30 since"),
    ("С середины марта.", "С середины марта = 2025-03-15..2025-09-30 since"),
    (
        "С момента открытия рынка в феврале и по сентябрь включительно.",
        "С момента открытия рынка в феврале и по сентябрь включительно = 2025-02-01..2025-09-30",
    ),
    (
        "Со времени открытия моста в июне 2022 года.",
        "Со времени открытия моста в июне 2022 года = 2022-06-01..2025-09-30 since",
    ),
    ("По сравнению с 2023 годом.", "2023 годом = 2023-01-01..2023-12-31"),
    ("В 2020 году – 34 млн.", "В 2020 году = 2020-01-01..2020-12-31"),
    ("Столько же, сколько на уровне прошлого года.", "уровне прошлого года = 2024-01-01..2024-12-31 base"),
    ("В 2019 году за этот период.", "В 2019 году за этот период = 2019-01-01..2019-12-31 base"),
    ("Впервые за четыре месяца, второй раз за год, до минимума за 18 месяцев.", ""),
    ("В сезоне 2023/24.", "В сезоне 2023/24 = 2023-07-01..2024-06-30"),
    (
        "С Нового года и к Новому году.",
        "С Нового года = 2025-01-01..2025-09-30 ytd; к Новому году = 2025-01-01..2025-12-31 deadline",
    ),
    ("За неполные десять месяцев.", "За неполные десять месяцев = 2025-01-01..2025-10-31"),
    ("За три последних месяца 2023 года.", "За три последних месяца 2023 года = 2023-10-01..2023-12-31"),
    (
        "В мае 12 против 9 тремя годами ранее.",
        "В мае = 2025-05-01..2025-05-31; тремя годами ранее = 2022-05-01..2022-05-31 base",
    ),
    ("Три года назад было 9.", "Три года назад = 2022-01-01..2022-12-31 base"),
    (
        "Во втором квартале больше, чем в предыдущем квартале.",
        "втором квартале = 2025-04-01..2025-06-30; чем в предыдущем квартале = 2025-01-01..2025-03-31 base",
    ),
    (
        "В июне меньше, чем за месяц до того.",
        "В июне = 2025-06-01..2025-06-30; за месяц до того = 2025-05-01..2025-05-31 base",
    ),
    (
        "За семь месяцев больше, чем на ту же дату прошлого года.",
        "За семь месяцев = 2025-01-01..2025-07-31; на ту же дату прошлого года = 2024-01-01..2024-07-31 base",
    ),
    ("За 17 дней мая.", "За 17 дней мая = 2025-05-01..2025-05-17"),
    ("В последнюю неделю мая.", "В последнюю неделю мая = 2025-05-25..2025-05-31"),
    ("В первом и втором кварталах.", "В первом и втором кварталах = 2025-01-01..2025-06-30"),
    ("За год, завершившийся в мае.", "За год, завершившийся в мае = 2024-06-01..2025-05-31"),
    ("За летние месяцы.", "За летние месяцы = 2025-06-01..2025-08-31"),
    (
        "В минувшем сентябре, в прошлом сентябре.",
        "В минувшем сентябре = 2025-09-01..2025-09-30; прошлом сентябре = 2024-09-01..2024-09-30",
    ),
    ("К концу августа оборот достиг 5 млрд.", "К концу августа = 2025-01-01..2025-08-31"),
    ("За 9М25.", "За 9М25 = 2025-01-01..2025-09-30"),
    ("Почти за 15 месяцев.", ""),
    ("За последнее десятилетие.", "За последнее десятилетие = 2015-10-20..2025-10-19 rolling"),
    ("Край закончит год с оборотом 5 млрд.", "год = 2025-01-01..2025-12-31 this_year"),
    (
        "В 2021 году вывезли 18 млн, в минувшем – 246.",
        "В 2021 году = 2021-01-01..2021-12-31; в минувшем = 2024-01-01..2024-12-31",
    ),
]
ZH = [
    ("到9月底已经发了2.9万吨。", "到9月底 = 2025-01-01..2025-09-30"),
    ("今年前9个月，贸易额下降。", "今年前9个月 = 2025-01-01..2025-09-30"),
    ("前8月黑龙江对俄进出口。", "前8月 = 2025-01-01..2025-08-31"),
    ("头十一个月全国进了。", "头十一个月 = 2024-01-01..2024-11-30"),
    ("1至7月，1—9月份。", "1至7月 = 2025-01-01..2025-07-31; 1—9月份 = 2025-01-01..2025-09-30"),
    ("2019 年 1 月至 3 月。", "2019 年 1 月至 3 月 = 2019-01-01..2019-03-31"),
    ("2024年12月至2025年2月。", "2024年12月至2025年2月 = 2024-12-01..2025-02-28"),
    ("去年11月至今年1月。", "去年11月至今年1月 = 2024-11-01..2025-01-31"),
    ("2023年11月到次年3月。", "2023年11月到次年3月 = 2023-11-01..2024-03-31"),
    ("截至5月底，全省今年累计进口。", "截至5月底，全省今年 = 2025-01-01..2025-05-31"),
    ("今年以来，截至6月15日，过货增长。", "今年以来，截至6月15日 = 2025-01-01..2025-06-15"),
    ("二季度前两个月又完成。", "二季度前两个月 = 2025-04-01..2025-05-31"),
    ("5月上旬，6月下旬。", "5月上旬 = 2025-05-01..2025-05-10; 6月下旬 = 2025-06-21..2025-06-30"),
    ("合同三年内供货。", ""),
    ("9月当月，为年内最高。", "9月当月 = 2025-09-01..2025-09-30"),
    ("前三季度累计。", "前三季度 = 2025-01-01..2025-09-30"),
    ("去年第四季度。", "去年第四季度 = 2024-10-01..2024-12-31"),
    ("上半年，去年下半年。", "上半年 = 2025-01-01..2025-06-30; 去年下半年 = 2024-07-01..2024-12-31"),
    ("单看7月，比6月减少。", "7月 = 2025-07-01..2025-07-31; 6月 = 2025-06-01..2025-06-30"),
    ("十一月，去年9月。", "十一月 = 2025-11-01..2025-11-30; 去年9月 = 2024-09-01..2024-09-30"),
    ("9月占当月进口的一成。", "9月 = 2025-09-01..2025-09-30; 当月 = 2025-09-01..2025-09-30 same"),
    ("11月将开行。", "11月 = 2025-11-01..2025-11-30"),
    ("今年以来增长。", "今年以来 = 2025-01-01..2025-09-30 ytd"),
    ("截至9月底。", "截至9月底 = 2025-09-30..2025-09-30 as_of"),
    ("２０２３年，二〇二四年。", "２０２３年 = 2023-01-01..2023-12-31; 二〇二四年 = 2024-01-01..2024-12-31"),
    ("到2030年达到。", "到2030年 = 2030-01-01..2030-12-31 deadline"),
    ("2021年至2024年。", "2021年至2024年 = 2021-01-01..2024-12-31"),
    ("过去十年。", "过去十年 = 2015-10-20..2025-10-19 rolling"),
    (
        "1至5月进口增长，去年同期下降。",
        "1至5月 = 2025-01-01..2025-05-31; 去年同期 = 2024-01-01..2024-05-31 base",
    ),
    ("为期30年，3个月，12个月，第1月台。", ""),
    ("明年50万吨，后年100万吨。", "明年 = 2026-01-01..2026-12-31; 后年 = 2027-01-01..2027-12-31"),
    ("投产后年供气380亿立方米。", ""),
    ("12月，俄罗斯煤炭到港30万吨。", "12月 = 2024-12-01..2024-12-31"),
    ("双方商谈四季度的长单。", "四季度 = 2025-10-01..2025-12-31"),
    ("四个月来首次回落，为近两年来最低。", ""),
    ("截至2025年3月31日止年度。", "截至2025年3月31日止年度 = 2024-04-01..2025-03-31"),
    ("截至8月底的三个月。", "截至8月底的三个月 = 2025-06-01..2025-08-31"),
    ("6月为9万吨，前一个月为8万吨。", "6月 = 2025-06-01..2025-06-30; 前一个月 = 2025-05-01..2025-05-31 base"),
    ("二季度好于前一季度。", "二季度 = 2025-04-01..2025-06-30; 前一季度 = 2025-01-01..2025-03-31 base"),
    ("上季度回升。", "上季度 = 2025-07-01..2025-09-30"),
    ("6月为9万吨，三年前仅8万吨。", "6月 = 2025-06-01..2025-06-30; 三年前 = 2022-06-01..2022-06-30 base"),
    ("五年前还是空地。", "五年前 = 2020-01-01..2020-12-31 base"),
    ("2024年Q2，1H25。", "2024年Q2 = 2024-04-01..2024-06-30; 1H25 = 2025-01-01..2025-06-30"),
    ("去年最后两个月，去年末季。", "去年最后两个月 = 2024-11-01..2024-12-31; 去年末季 = 2024-10-01..2024-12-31"),
    ("一、二季度，前三季。", "一、二季度 = 2025-01-01..2025-06-30; 前三季 = 2025-01-01..2025-09-30"),
    (
        "5月前17天，5月最后一周，5月中下旬。",
        "5月前17天 = 2025-05-01..2025-05-17; 5月最后一周 = 2025-05-25..2025-05-31; 5月中下旬 = 2025-05-11..2025-05-31",
    ),
    ("7月和8月合计。", "7月和8月 = 2025-07-01..2025-08-31"),
    ("2022年和2023年两年。", "2022年和2023年两年 = 2022-01-01..2023-12-31"),
    ("去年夏天，夏季三个月。", "去年夏天 = 2024-06-01..2024-08-31 season; 夏季三个月 = 2025-06-01..2025-08-31"),
    (
        "2023年以来，开年以来。",
        "2023年以来 = 2023-01-01..2025-09-30 since; 开年以来 = 2025-01-01..2025-09-30 ytd",
    ),
    ("过去一周。", "过去一周 = 2025-10-13..2025-10-19"),
    ("6月占9%，年初只有4%；年初确定的计划。", "6月 = 2025-06-01..2025-06-30; 年初 = 2025-01-01..2025-01-31"),
    ("4月28日开航至7月底。", "4月28日开航至7月底 = 2025-04-28..2025-07-31"),
    ("首批20辆将于明春1月交付。", "1月 = 2026-01-01..2026-01-31"),
]
CARDS = [(lang, *card) for lang, cards in (("en", EN), ("ru", RU), ("zh", ZH)) for card in cards]


def written(period: Period, text: str) -> str:
    """A period in the cards' notation."""
    role = "" if period.role == "span" else f" {period.role}"
    return f"{text[period.start : period.end]} = {period.first}..{period.last}{role}"


@pytest.mark.parametrize(("language", "text", "expected"), CARDS)
def test_a_sentence_yields_exactly_its_periods(language: str, text: str, expected: str) -> None:
    assert "; ".join(written(period, text) for period in find_periods(text, language, REFERENCE)) == expected


def test_without_a_publication_date_only_told_years_are_resolved() -> None:
    assert find_periods("It fell in May and last year.", "en", None) == []
    (period,) = find_periods("It fell in May 2024.", "en", None)
    assert (period.first, period.last, period.relative) == ("2024-05-01", "2024-05-31", False)


def test_a_pointer_without_a_period_beside_it_is_counted_from_the_context() -> None:
    (context,) = find_periods("За восемь месяцев экспорт вырос.", "ru", REFERENCE)
    (period,) = find_periods("Годом ранее было 9 млрд.", "ru", REFERENCE, context)
    assert (period.first, period.last, period.role) == ("2024-01-01", "2024-08-31", "base")


def test_this_year_knows_how_far_it_has_come() -> None:
    (period,) = find_periods("今年将首次超过。", "zh", REFERENCE)
    assert (period.last, period.so_far, period.future) == ("2025-12-31", "2025-09-30", True)


def test_a_reference_may_be_a_date_time_in_words_of_iso_8601() -> None:
    assert find_periods("in May", "en", "2025-10-20T09:30:00+08:00") == find_periods("in May", "en", REFERENCE)


def test_the_last_day_of_february_moves_to_the_last_day_of_february() -> None:
    (february,) = find_periods("in February 2024", "en", REFERENCE)
    assert shifted(february, -1).last == "2023-02-28"


MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"],
    "ru": ["январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре"],
    "zh": [f"{number}月" for number in range(1, 11)],
}


@given(st.sampled_from(["en", "ru", "zh"]), st.integers(1, 10), st.integers(1995, 2040))
@settings(max_examples=100, deadline=None)
def test_any_month_with_its_year_is_that_month(language: str, month: int, year: int) -> None:
    name = MONTHS[language][month - 1]
    text = {"en": f"In {name} {year}, sales rose.", "ru": f"В {name} {year} года рост.", "zh": f"{year}年{name}增长"}
    (period,) = find_periods(text[language], language, REFERENCE)
    assert period.first == f"{year}-{month:02}-01"
    assert period.last[:7] == period.first[:7]


@given(
    st.text(alphabet="0123456789年月日至-–/.Q H1May年初 сянваргодмв", max_size=40), st.sampled_from(["en", "ru", "zh"])
)
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_periods_are_ordered_and_run_forwards(text: str, language: str) -> None:
    found = find_periods(text, language, REFERENCE)
    assert all(0 <= period.start < period.end <= len(text) for period in found)
    assert all(period.first <= period.last for period in found)


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_as_good_as_none(language: str, day: str) -> None:
    text = (
        "next year, in December, a year earlier; в следующем году, в декабре, годом ранее; 明年12月, 去年同期, 近三年"
    )
    assert find_periods(text, language, day) == find_periods(text, language, None)


@pytest.mark.parametrize("words", ["", "war(", None])
def test_an_event_without_words_or_with_broken_ones_is_told_with_its_line(
    words: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "periods").mkdir()
    row = "2022-02-24" if words is None else f"2022-02-24,{words}"
    (tmp_path / "periods/events.csv").write_text(f"day,en\n{row}\n", encoding="utf-8")
    monkeypatch.setattr("transform.periods.calendar_words.files", lambda _: tmp_path)
    with pytest.raises(RulesError, match=r"periods/events\.csv, line 2: "):
        calendar_of.__wrapped__("en")
