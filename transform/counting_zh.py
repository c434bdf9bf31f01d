"""One number of a Chinese text with its unit: measure words, 成 and 百分之, and factors that grew BY so many times."""

from __future__ import annotations

import re
from decimal import Decimal

from transform.digits import number_words
from transform.draft import Draft, sign, take
from transform.units import Unit, counted, noun_before, unit_after

_ZH_AFTER_CHENG = re.compile(r"成(?![立为功员本果交都品效长就份套分绩熟])")
_ZH_TENTH = re.compile("[一二两三四五六七八九]成$")
_ZH_OWN = tuple("个家成年月日种")
"""Before one of these a digit behind 成 counts for itself."""
_ZH_TO_TENTHS = re.compile(r"(?:至|到|[-–—～~])[一二两三四五六七八九]成")
_ZH_GRADE = re.compile(
    r"[%％](?:[白红]|[白红]?色|大颗粒|小颗粒|粉状)?(?:钾|氯化钾|硫酸钾|尿素|品位|铁精粉|铁矿|粉矿|精矿|粗盐)"
)
_ZH_GROWN = re.compile(
    r"(?:增长|增加|增|提高|上升|扩大|激增|猛增|暴增|大增|飙升|高出|多出|多|上涨|涨|攀升|增幅|提升|增速|跃升|飞涨|回升|反弹|攀高|走高|涨幅|升幅|贵出?|高(?!达)|添|净增|陡增|骤增|劲增|(?<!一)翻)"
    r"(?:了|达|约|近|超过|超|逾|将近|高达|接近|整整|足足|差不多|[却倒竟更也]|有|(?<=[幅速])为)*"
    # "分别增长1.2倍、1.4倍": of several the first has the word
    r"(?:[\d.]+[倍%％][、和与及]+(?:[\d.]+[倍%％][、和与及]+)?)?$"
)
_ZH_DAILY = re.compile(
    r"(?:日均|每日|每天|日产|日输|日供|日加工)(?:[^，。；]{0,8}|[^，。；]{0,8}桶，[^，。；]{0,8}[多少增减升降高低][^，。；]{0,4})$"
)
_ZH_LONG = re.compile(
    r"(?:(?:长|长度|绵延|里程|运距|延伸|境内|段|全程|线路|铁路|公路|管道|管线|缩短|新建|扩建|改造|焊接|铺设|铺轨|敷设)"
    r"(?:约|为|达|共|近|逾|超过?|有|了|在|将|可|至|到|已)*|公里[、，和][中俄][方国]?(?:一侧|一方)?|[自从][^，。；]{2,16}[至到][^，。；]{2,12}，)$"
)
_ZH_CLOSED = re.compile(r"[，。；、）),;.：:]|$")
_ZH_MORE = re.compile(r"[余多来](?=.)")
_ZH_STOP = re.compile(
    r"元(?:旦|年|首|老|件|素|月|复合|材料|锂|正极|电池|催化)|人(?:民|均|类|工|大)|名(?:单|列)|位(?:列|居|于)|单(?:元|独|位)|条(?:[航管]?线|[^，。；]{0,6}(?:线|铁路|公路|航道|管道|通道|规定|措施|建议|意见))|张(?:家)"
)


def read_chinese(draft: Draft, text: str, prefix: Unit | None) -> Draft | None:
    number = draft.number
    start, end = number.start, number.end
    if text[max(0, start - 3) : start] == "百分之":
        draft.start, draft.unit, draft.kind = start - 3, "%", "percent"
        return draft
    if number.spelled and start and text[start - 1] in "数几第若":
        return None
    if number.spelled and end - start == 1 and _ZH_TENTH.search(text, 0, start) and text[end : end + 1] not in _ZH_OWN:
        return None  # 五 of 三成五
    cheng = _ZH_AFTER_CHENG.match(text, end)
    if number.spelled and end - start == 1 and _ZH_TO_TENTHS.match(text, end):
        draft.value *= 10
        draft.unit, draft.kind = "%", "percent"
        return draft
    if cheng and 0 < number.value < 10 and (end - start == 1 or number.high is not None):
        draft.value *= 10
        draft.high = None if number.high is None else number.high * 10
        draft.end = cheng.end()
        if text[draft.end : draft.end + 1] == "半" and text[draft.end + 1 : draft.end + 2] not in tuple("年数个天导"):
            draft.value += 5
            draft.end += 1
        tail = number_words("zh").words.get(text[draft.end : draft.end + 1])
        if tail and text[draft.end + 1 : draft.end + 2] not in _ZH_OWN:
            draft.value += tail
            draft.end += 1
        draft.unit, draft.kind = "%", "percent"
        return draft
    more = _ZH_MORE.match(text, end)
    place = more.end() if more else end
    unit = unit_after(text, place, "zh")
    noun = counted(text, place, "zh")
    unit = unit or noun
    if unit and unit.kind in ("count", "money") and _ZH_STOP.match(text, place):
        unit = None
    if not unit and text[place : place + 1] in ("个", "项", "份", "個", "項"):
        named = noun_before(text, 0, start, "zh")
        if named and not (named.code == "product" and text[place] == "份"):  # 农产品11份: papers on them
            unit = Unit(place, place + 1, named.code, "count", noun=named.noun)
        elif not more and _ZH_CLOSED.match(text, place + 1):
            draft.end, draft.pieces = place + 1, True
    if prefix and not (unit and unit.kind == "money"):
        take(draft, prefix)
        draft.start = prefix.start
        if more:
            draft.modifier = "over"
        return sign(draft, text)
    if not unit:
        return None if number.high is not None else draft
    if more:
        draft.modifier = "over"
    lead = text[max(0, start - 24) : start]
    small = number.spelled and number.value < 10
    if unit.kind == "dimension" and small and number.value == 1:
        return None  # 一桶蜂蜜 is a pail, 一吨豆子卖4.6万卢布 a price
    if unit.code == "%" and _ZH_GRADE.match(text, place):
        return None  # 62%白钾: what it is, not how much
    if unit.kind == "count" and small and (number.value == 1 or unit.code in ("item", "person", "vehicle")):
        return None
    if text[unit.end : unit.end + 1] == "级" or (unit.code == "times" and text[unit.end : unit.end + 1].isdigit()):
        return None  # 7×24
    if unit.code == "km" and not _ZH_LONG.search(lead):
        return None  # a way, not a line's length
    if number.bare_scale and not (more or re.search("[近超逾过破达约足到]$", lead)):
        return None
    if lead.endswith(("每", "每一")) and number.value in (1, 10, 100, 1000, 10000) and unit.kind != "money":
        return None
    take(draft, unit)
    draft.end = unit.end
    if draft.unit == "times" and text[draft.end : draft.end + 1] == "半":
        draft.value += Decimal("0.5")  # 两倍半
        draft.end += 1
    if draft.unit == "bbl" and _ZH_DAILY.search(lead):
        draft.unit = "bbl/d"
    if draft.unit == "times" and _ZH_GROWN.search(lead):
        draft.value += 1
    return sign(draft, text)
