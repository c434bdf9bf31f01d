"""Deals of third countries, and of one country alone, which an article on the pair tells beside theirs."""

from __future__ import annotations

from transform.agreements.announcements import Unit
from transform.agreements.rules import DealRules
from transform.agreements.status import Deal
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS
from transform.names.third_lands import APART_LANDS, OF_CHINA
from transform.records import PAIR, Party

#: So near before a land stand the words by which goods only pass it.
_WAY = 32


def of_others(unit: Unit, deal: Deal, parties: tuple[Party, ...], rules: DealRules) -> bool:
    """Is it a deal with a third country that has no bearing on the pair?"""
    if not parties:
        return _third_signs(unit.text, deal, rules)
    nations = {party.country for party in parties}
    firms = {one.entity.country for one in gazetteer().find(unit.text, rules.language, kinds=ACTORS)}
    if len(parties) > 1 and None not in nations and not (nations | firms) & PAIR:
        return True  # Astana and Tashkent on Russian grain for China: a deal of theirs, whatever passes through
    # Where a third state itself signs, a name of no country ("track between A and B") is no Russian side, nor is it
    # where a third country's firm does ("Y signed with Japan's Z").
    others = [party for party in parties if party.country not in (None, *PAIR) or _of_apart(party, rules)]
    state = any(party.id == party.country for party in others) or (bool(others) and not nations & PAIR)
    return of_third(unit.text, rules) and (state or all(party.country for party in parties))


def _third_signs(text: str, deal: Deal, rules: DealRules) -> bool:
    """Is it a nameless firm of a third country that deals with a place of the pair ("a Kazakh mill … with Xi'an")?

    Or its state alone, which opens the sentence ("哈方将提供低息贷款").
    """
    lands = gazetteer().find(text, rules.language)
    if (state := rules.scope.third_state.match(text)) and not any(one.entity.country in PAIR for one in lands):
        return any(one.end <= state.end() and one.entity.country not in (None, *OF_CHINA) for one in lands)
    firm = any(
        one.entity.kind == "country"
        and one.entity.country not in (None, *PAIR, *OF_CHINA)
        and one.end <= deal.start
        and rules.scope.third_firm.match(text, one.end)
        for one in lands
    )
    return firm and of_third(text, rules) and any(one.entity.country in PAIR for one in lands)


def denied_at_home(deal: Deal, parties: tuple[Party, ...]) -> bool:
    """Does a firm deny a deal with a compatriot ("it has no contract with GAC for the project")? The pair has none."""
    listed = [one for one in parties if one.id]
    return deal.status == "denied" and len(listed) == len(parties) > 1 and len({one.country for one in listed}) == 1


def _of_apart(party: Party, rules: DealRules) -> bool:
    """Is it called after lands that neither of the pair is one of (中亚企业)?"""
    return any(one.entity.id in APART_LANDS for one in gazetteer().find(party.name, rules.language))


def of_third(text: str, rules: DealRules) -> bool:
    """Does a sentence name a third country, or several by one name, that is no onlooker, and not both of the pair?"""
    mentioned = {
        mention.entity.id if mention.entity.id in APART_LANDS else mention.entity.country
        for mention in gazetteer().find(text, rules.language)
        if mention.entity.country in PAIR
        or not (
            rules.scope.bystander.match(text, mention.end)
            or rules.scope.passage.search(text, max(0, mention.start - _WAY), mention.start)
        )
    } - {None, *OF_CHINA}
    return not (mentioned <= PAIR or mentioned.issuperset(PAIR))
