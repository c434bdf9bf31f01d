"""What stands in `rules/figures/<language>.toml`: the groups of cues and what else a language brings."""

from __future__ import annotations

import re

import msgspec

from transform.figures.sentence.traits import Traits
from transform.records import Flow, Metric
from transform.rules import NEVER, Pattern

_Labels = dict[str, tuple[str, ...]]


class PlaceRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the name of a land or place is told by its endings, or belongs to a firm; the file says what each is for."""

    adjective: Pattern = NEVER
    locative: Pattern = NEVER
    locative_adjective: Pattern = NEVER
    instrumental: Pattern = NEVER
    dative: Pattern = NEVER
    into: tuple[str, ...] = ()
    onto: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    between: Pattern = NEVER
    severed: Pattern = NEVER
    #: a person's surname, a given name that is a town's too, and words of speech
    speaker: Pattern = NEVER
    filed: Pattern = NEVER
    crossing: Pattern = re.compile(r"[-\s]+")
    joined: Pattern = NEVER
    route: Pattern = NEVER
    firm_after: Pattern = NEVER
    latin_after: Pattern = NEVER
    firm_before: Pattern = NEVER
    quoted_on: Pattern = NEVER
    port_firm: Pattern = NEVER
    #: in the name of a firm with a province: it handles goods of one kind
    one_kind: Pattern = NEVER


class TakenRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands behind a percentage or a sum of which a text tells whose or what for; the file says what each is."""

    of_named: Pattern = NEVER
    of_firm: Pattern = NEVER
    money_of: Pattern = NEVER
    called: Pattern = NEVER


class FigureRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The groups of cues of `rules/figures`; every language has the same groups."""

    traits: Traits
    metric: _Labels
    hint: _Labels
    goods: _Labels
    side: _Labels
    course: _Labels
    prep: _Labels
    turn: _Labels
    rates: _Labels
    share: _Labels
    compare: _Labels
    earlier: _Labels
    event: _Labels
    basis: _Labels
    unit_price: _Labels
    rate: _Labels
    here: _Labels
    finance: _Labels
    plan: _Labels
    actor: _Labels
    market: _Labels
    noise: _Labels
    bridge: _Labels
    counted: _Labels
    #: by metric, whole turns of phrase about a number, which is # in them
    framed: dict[Metric, Pattern] = {}
    #: by flow, turns of phrase of the same form that tell the way of the goods or money outright
    framed_way: dict[Flow, Pattern] = {}
    #: turns of phrase of the same form about a number that tells no figure, by what it tells instead
    no_figure: dict[str, tuple[str, ...]] = {}
    places: PlaceRules = PlaceRules()
    taken: TakenRules = TakenRules()
