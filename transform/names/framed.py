"""The sides of a Chinese deal by their places: A 与 B … 签署, whether a list knows their names or not.

Chinese writes no capitals, so that a name of no list and no telling end shows only by where it stands: between the
start of its clause and 与, and between 与 and the adverb, preposition or verb that goes on.
"""

from __future__ import annotations

import re

import msgspec

from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, LAND, THINGS, Name, name_at, of_land
from transform.names.party_rules import PartyRules
from transform.records import PAIR

#: From 与 on, inside quotation marks: the rest of a deal, and what it is called.
_RUMOUR = re.compile(
    "[^“”。]{2,30}?(?:签|达成|缔结|订立)[^“”。]{0,24}”的?[一-鿿]{0,4}(?:传闻|传言|消息|报道|说法|信息)"
)
_HANZI = re.compile("[一-鿿]")
#: A longer stretch without a known name or a telling end is a phrase.
_LONGEST = 12
#: The name of a town that no list has is no longer (金川一家贸易公司).
_TOWN = 3
#: A park without a land in its name is a side where it has a name so long (东北亚跨境电商产业园).
_ESTATE = 6
#: Words of signing beyond a comma so far after 与 are another clause's.
_FAR = 36
#: An adverb as long may part a side and the verb of signing (分别签订).
_ADVERB = 4
#: So near behind the words that end a deal (解除了与) 与 is theirs.
_NEXT = 3
_QUOTED = re.compile(r"[“「『\"](?P<name>[^”」』\"]{2,24})[”」』\"]")
#: What a name is called from then on, behind it.
_BRACKET = re.compile(r"（[^（）]*）$")


class Frame(msgspec.Struct, frozen=True):
    """The named sides beside one 与; `missing` says that a pronoun or nothing at all stands for another.

    `start` and `end` span 与 and what stands on its right; `pointed` says that a pronoun stands there.
    """

    names: tuple[Name, ...]
    missing: bool
    start: int
    end: int
    pointed: bool = False


def framed(text: str, edge: int, rules: PartyRules) -> Frame | None:
    """The frame of the first 与 before `edge` (the end of the words of signing) that has a side on its right.

    A loose word (和) frames only what are surely names: it joins goods as well.
    """
    weak: Frame | None = None
    late: Frame | None = None
    for joint in rules.joint.finditer(text):
        if joint.start() > edge + _NEXT or (joint.start() >= edge and "，" in text[edge : joint.start()]):
            break
        if text.count("《", 0, joint.start()) > text.count("》", 0, joint.start()):
            continue
        if text.count("“", 0, joint.start()) > text.count("”", 0, joint.start()) and not _rumoured(text, joint.end()):
            continue
        if text.find("，", joint.end() + _FAR, edge) > 0:
            continue
        frame = _beside(text, joint, rules)
        if frame and joint.group() != rules.frame.loose:
            # "乳品与面粉企业“X”今日与Y签订": a later one beside the verb has the partner
            if late is None or rules.frame.signs.search(text, frame.end, frame.end + _ADVERB):
                late = frame
            if not late.missing:
                return late
        if weak is None and frame and len(frame.names) > 1 and not frame.missing:
            weak = frame
    return late or weak


def _rumoured(text: str, joint: int) -> bool:
    """Does the quotation that 与 stands in tell of a deal that is called a rumour (关于“A与B签约”的传闻)?"""
    return _RUMOUR.match(text, joint) is not None


def _beside(text: str, joint: re.Match[str], rules: PartyRules) -> Frame | None:
    right = rules.right.match(text, joint.end())
    two = _names(text, *right.span("side"), rules) if right else []
    pointed = right is not None and rules.pointed.fullmatch(right["side"]) is not None
    if not right or not (two or pointed):
        return None
    before = text[: joint.start()]

    def frame(*names: Name, missing: bool) -> Frame:
        return Frame((*names, *two), missing, joint.start(), right.end("side"), pointed)

    left = rules.left.search(before)
    if left is None:
        return frame(missing=_bare(before, rules)) if two else None
    one = _names(text, *left.span("side"), rules)
    if not one and "、" in left["side"]:  # 在能源、农业领域X与Y
        left = rules.left.search(before, before.rindex("、")) or left
        one = _names(text, *left.span("side"), rules)
    acts = rules.frame.signs.match(text, right.end("side")) is not None
    sure = two if acts else (*one, *two)  # whoever signs is no list of goods
    if one and joint.group() == rules.frame.loose and not all(name.kind != "unknown" for name in sure):
        # 大连冰山和车里雅宾斯克“冷链装备”: who is called after a town, and the other country's firm, in quotation marks
        apart = (
            {name.country for name in (*one, *two)} == PAIR and len(one) == 1 and text[right.end("side") - 1] in "”」"
        )
        if not apart:
            return None
    if one:
        return frame(*one, missing=False)
    pronoun = rules.nameless.match(left["side"]) if two else None
    if pronoun:
        return frame(missing=pronoun.lastgroup != "unknown")
    return frame(missing=True) if two and rules.frame.at_event.search(before) else None


def _bare(before: str, rules: PartyRules) -> bool:
    """Does nothing that could be a side stand before the word ("，12日还与…")?"""
    return rules.frame.adverbs.fullmatch(rules.frame.opens.split(before)[-1]) is not None


def _names(text: str, start: int, end: int, rules: PartyRules) -> list[Name]:
    """The names of one side: one, or those of its list; none where a part of it is no name."""
    if group := rules.frame.members.match(text, start, end):
        start, end = group.span("members")  # "由A、B组成的联合体"
    cuts = [start]
    known = gazetteer().find(text[start:end], rules.language)
    for cut in rules.frame.listed.finditer(text, start, end):
        if any(start + one.start < cut.start() and cut.end() < start + one.end for one in known):
            continue  # 联邦海运和内河运输署
        if any(text.count(a, start, cut.start()) > text.count(b, start, cut.start()) for a, b in ("“”", "（）")):
            continue
        if cut.group() == rules.frame.loose and seated_with_he(text, cuts[-1], cut.start(), rules):
            continue
        if cut.group() == "、" or _sure(text[cuts[-1] : cut.start()], rules):
            cuts.append(cut.end())
    spans = [
        (a, next((c.start() for c in rules.frame.listed.finditer(text, a, end) if c.end() in cuts), end)) for a in cuts
    ]
    names = [name_of(text, a, b, rules) for a, b in spans]
    return [name for name in names if name] if all(names) else []


def _sure(whole: str, rules: PartyRules) -> bool:
    """Is the stretch surely a whole name, so that 和 after it is not inside one (兽医和植物检疫监督局)?"""
    mentions = gazetteer().find(whole, rules.language)
    told = whole.endswith("”") or any(m.end == len(whole) for m in mentions)
    return told or _organised(whole, rules)


def seated_with_he(text: str, start: int, he: int, rules: PartyRules) -> re.Match[str] | None:
    """The rest of a firm's name that 和 is a part of behind its town (满洲里|和协物流公司), none where it joins two."""
    if text[he : he + 1] != rules.frame.loose:
        return None
    mentions = gazetteer().find(text[start : he + _LONGEST], rules.language)
    if not any(m.start == 0 and m.end == he - start and m.entity.kind in ("place", "region") for m in mentions):
        return None
    return rules.firm_with_he.match(text, he + 1)


def _organised(surface: str, rules: PartyRules) -> bool:
    return any(match.end() == len(surface) for match in rules.name.finditer(surface) if match["core"])


def one_from(one: re.Match[str], rules: PartyRules) -> Name | None:
    """A single firm by its land behind the number, 一家|山东化工企业 or 一家|西南车企; None where it is no land's."""
    lands = gazetteer().find(one["side"], rules.language, kinds=LAND)
    inland = "CN" if rules.frame.inland.match(one["side"]) else None
    country = lands[0].entity.country if lands and lands[0].start == 0 else inland
    return Name(*one.span("side"), one["side"], "group", country) if country else None


def name_of(text: str, start: int, end: int, rules: PartyRules) -> Name | None:
    """The name that a stretch is, without what only describes it; None where it is none."""
    while start < end and text[start] in ' "“」”':
        start += 1
    if bracket := _BRACKET.search(text, start, end):
        end = bracket.start()
    if counted := rules.frame.counted.search(text, start, end):
        end = counted.start()
    if one := rules.one_of.fullmatch(text, start, end):
        lands = gazetteer().find(one["where"], rules.language, kinds=LAND)
        inland = "CN" if rules.frame.inland.match(one["where"]) else None
        country = lands[0].entity.country if lands else inland
        town = one["number"] in ("一", "1") and len(one["where"]) <= _TOWN and not rules.nameless.match(one["where"])
        return Name(start, end, text[start:end], "group", country) if country or town else None
    if one := rules.one_from.search(text, start, end):
        return one_from(one, rules)
    whole = start
    while described := rules.described.match(text[start:end]):
        if text.startswith(rules.frame.loose, start + described.end()):
            break  # 中国企业|和机构 is no kind before a name
        start += described.end()  # 来自福建的|罐头企业|厦门海丰
    if (owned := text.find(rules.particle, start, end)) > 0 and _sure(text[start:owned], rules):
        end = owned  # "与中国石化的代表"
    if official := rules.official.match(text, start, end):
        whose = official.end("of")  # "与滨海边疆区州长科热米亚科": who signs for the province
        # 绥芬河市长 signs for 绥芬河市.
        end = whose + (text[whose] in rules.frame.lands and text[whose - 1] not in rules.frame.lands)
    surface = text[start:end]
    if (
        len(surface) < 2
        or surface.count("（") != surface.count("）")
        or rules.nameless.match(surface)
        or rules.person.search(surface)
        or rules.people.search(surface)
    ):
        return None
    if quoted := _QUOTED.search(text, max(0, start - 1), end + 1):
        own = rules.frame.own_noun.match(text, quoted.end("name"))
        name = name_at(text, *quoted.span("name"), "organisation", rules)
        if own:
            name = msgspec.structs.replace(name, text=name.text + own["noun"], id=None)
        return of_land(name, text[whole : quoted.start()])
    mentions = gazetteer().find(surface, rules.language)
    if any(m.entity.kind in THINGS and m.end - m.start == len(surface) for m in mentions):
        return None
    known = any(m.entity.kind in ACTORS and m.end - m.start > 1 for m in mentions) or _organised(surface, rules)
    land = max((m.end for m in mentions if m.start == 0 and m.entity.kind in LAND), default=0)
    known = known or (land > 0 and rules.of_land.match(surface) is not None)  # 布里亚特共和国|政府
    told = len(_HANZI.findall(surface, land))
    if not known and (
        told > _LONGEST
        or (rules.not_party.search(surface) and not (rules.estate.search(surface) and (land or told > _ESTATE)))
        or (surface in rules.stop and not surface.endswith(rules.side_noun))
    ):
        return None
    return of_land(name_at(text, start, end, "organisation" if known else "unknown", rules), text[whole:start])
