"""Weights of signs: what they choose, what they say of it, and what a file must be like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from transform import weighed
from transform.figures.evidence.group_signs import joined, with_flow, with_metric
from transform.figures.find import find_figures
from transform.figures.revised import Evidence, weighed_metric
from transform.records import Article, DevelopmentKind, Figure, Flow, Metric
from transform.rules import RulesError
from transform.text.sentences import sentences
from transform.weighed import NONE, Signs, choose, choose_among, likeliest, loudest, odds, shares, weights


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of rules whose `weights/flow.csv` a test writes."""
    (tmp_path / "weights").mkdir()
    monkeypatch.setattr(weighed, "files", lambda _package: tmp_path)
    weights.cache_clear()
    yield tmp_path / "weights" / "flow.csv"
    weights.cache_clear()


def signs(*some: str) -> Signs:
    return Signs(frozenset(some))


def test_the_label_that_most_speaks_for_is_chosen_and_the_loudest_sign_named(table: Path) -> None:
    table.write_text("sign,beside,label,weight\nalways,,none,0.5\nto Russia,,CN>RU,2\ncoal,,RU>CN,1\n", "utf-8")
    chosen = choose("flow", signs("to Russia", "coal"))
    assert chosen.label == "CN>RU"
    assert 0 < chosen.sure < 1
    assert loudest("flow", signs("to Russia", "coal"), "CN>RU") == "to Russia"
    assert choose("flow", signs("something else")).label is None


def test_a_pair_of_signs_weighs_only_where_both_stand(table: Path) -> None:
    table.write_text("sign,beside,label,weight\ncoal,,RU>CN,1\nback,coal,CN>RU,3\n", "utf-8")
    assert choose("flow", signs("coal")).label == "RU>CN"
    assert choose("flow", signs("coal", "back")).label == "CN>RU"
    assert loudest("flow", signs("coal", "back"), "CN>RU") == "back & coal"


def test_several_labels_may_be_likely_at_once_or_none(table: Path) -> None:
    table.write_text(
        "sign,beside,label,weight\nalways,,ban,-2\nalways,,tariff,-2\nforbid,,ban,4\nduty,,tariff,4\n", "utf-8"
    )
    assert all(one > 0.8 for one in odds("flow", {"forbid", "duty", "unheard of"}).values())
    assert all(one < 0.2 for one in odds("flow", set()).values())
    likely = odds("flow", {"duty"})
    assert likely["tariff"] > 0.8 > 0.2 > likely["ban"]


def test_a_metric_that_is_open_is_chosen_with_the_flow_that_goes_with_it(table: Path) -> None:
    table.write_text("sign,beside,label,weight\nof metric imports,,RU>CN,3\nalways,,CN>RU,0.5\n", "utf-8")
    alone = "sign,beside,label,weight\nbought,,imports,0.4\nsold,,exports,0.5\n"
    (table.parent / "metric.csv").write_text(f"{alone}of flow RU>CN,,imports,2\n", "utf-8")
    open_one = signs("bought", "sold")
    assert choose("metric", with_flow(open_one, "CN>RU")).label == "exports"
    assert weighed_metric(open_one, "CN>RU").label == "imports"
    plain = signs("bought", "sold", "shipped")
    weights.cache_clear()
    (table.parent / "metric.csv").write_text(f"{alone}shipped,,exports,4\nalways,,imports,-3\n", "utf-8")
    assert weighed_metric(plain, "CN>RU").label == "exports"


def test_a_candidate_is_chosen_by_its_own_signs(table: Path) -> None:
    table.write_text("sign,beside,label,weight\nalways,,yes,-1\nnamed,,yes,2\nfar,,yes,-2\n", "utf-8")
    chosen = choose_among("flow", {"CN-LN": {"named"}, "CN-JL": {"named", "far"}, None: set()})
    assert chosen.label == "CN-LN"


def test_a_candidate_is_as_sure_as_it_is_ahead_of_the_others(table: Path) -> None:
    table.write_text("sign,beside,label,weight\nnamed,,yes,2\nnear,,yes,1\n", "utf-8")
    assert choose_among("flow", {"CN-LN": {"named"}, "CN-JL": {"named"}}).sure == 0.5
    ahead = choose_among("flow", {"CN-LN": {"named", "near"}, "CN-JL": {"named"}})
    assert ahead == choose_among("flow", {"CN-LN": {"near"}, None: set()})


def test_of_candidates_with_odds_of_their_own_the_best_is_told_if_it_is_sure_enough(table: Path) -> None:
    table.write_text("sign,beside,label,weight\nalways,,yes,-2\nnamed,,yes,5\nnear,,yes,2\n", "utf-8")
    named: dict[str | None, set[str]] = {"CN-LN": {"named"}, "CN-JL": {"near"}, None: set()}
    best, other, none = (odds("flow", one)["yes"] for one in named.values())
    share = best / (best + other + none)
    assert likeliest("flow", named, share - 0.01) == "CN-LN"
    assert likeliest("flow", named, share + 0.01) is None
    assert likeliest("flow", {"CN-LN": set(), None: {"named"}}, 0.5) is None
    assert likeliest("flow", {None: set()}, 0.0) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sign,label,weight\n", "flow.csv: the columns must be sign, beside, label, weight"),
        ("sign,beside,label,weight\ncoal,,RU>CN,1\ncoal,,CN>RU,much\n", "flow.csv, line 3: no weight"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(table: Path, text: str, told: str) -> None:
    table.write_text(text, "utf-8")
    with pytest.raises(RulesError, match=told):
        weights("flow")


@pytest.mark.parametrize(
    ("attribute", "labels"),
    [
        ("metric", get_args(Metric)),
        ("flow", get_args(Flow)),
        ("development", get_args(DevelopmentKind)),
        *((n, ("yes",)) for n in ("region", "commodity", "period", "source", "place", "sector")),
    ],
)
def test_the_weights_speak_for_labels_of_the_contract(attribute: str, labels: tuple[str, ...]) -> None:
    assert set(weights(attribute).labels) <= {*labels, NONE}


def test_money_per_unit_stays_a_price_whatever_the_weights_say() -> None:
    text = (
        "Uralkali will sell potash to China's Sinofert at $273 a tonne. Chinese terminals took 652,000 tonnes in May."
    )
    article = Article(id="1", title="Potash", text=text, language="en", published="2024-06-24")
    why: dict[tuple[str, str], str] = {}

    def note(figure: Figure, name: str, reason: str) -> None:
        why[figure.quote, name] = reason

    found = {figure.quote: figure for figure in find_figures(article, sentences(article), "en", explain=note)}
    assert found["$273"].metric == "price"
    assert why["$273", "metric"] == "money per unit"


def test_what_was_weighed_names_its_loudest_sign_and_asking_why_changes_nothing() -> None:
    reasons: list[str] = []
    for line in (Path(__file__).parent / "golden" / "en.jsonl").read_text("utf-8").splitlines()[:12]:
        article = msgspec.convert(json.loads(line)["article"], Article)
        asked = find_figures(article, sentences(article), "en", explain=lambda _figure, _name, why: reasons.append(why))
        assert asked == find_figures(article, sentences(article), "en")
    weighed_ones = [why for why in reasons if why.startswith("weighed")]
    assert weighed_ones
    assert all(why.startswith("weighed: ") for why in weighed_ones)


class _Seen:
    """Keeps the signs of the groups that it is shown."""

    def __init__(self) -> None:
        self.signs: set[str] = set()

    def number(self, *_told: object) -> None:
        pass

    def group(self, _reading: object, _group: object, _shared: object, evidence: Evidence) -> None:
        self.signs |= evidence.signs.plain

    def span(self, *_told: object) -> None:
        pass


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("zh", "俄气公司前10个月对华供气286亿立方米。", "供气"),
        ("en", "Gazprom supplied China with 28.6 bcm.", "suppli"),
    ],
)
def test_the_nearest_word_itself_is_a_sign_and_its_stem_where_words_have_many_forms(
    language: str, text: str, word: str
) -> None:
    article = Article(id="1", title="", text=text, published="2024-11-04")
    seen = _Seen()
    find_figures(article, sentences(article), language, watch=seen)
    assert f"word of metric before: {word}" in seen.signs


def test_in_what_order_sides_trade_and_numbers_stand_is_a_sign() -> None:
    seen = _Seen()
    text = "Russia imported $67.6 billion of goods from China."
    article = Article(id="1", title="", text=text, published="2024-11-04")
    find_figures(article, sentences(article), "en", watch=seen)
    assert {"trade row: RU none, imports, #", "trade row: #, CN from", "row: #, goods, CN from"} <= seen.signs


def test_the_way_and_the_metric_are_each_weighed_beside_the_other() -> None:
    plain = signs("coal")
    assert joined(with_metric(plain, "imports")) == {"of metric imports"}
    assert joined(with_flow(plain, None)) == {"of flow None"}


@pytest.mark.parametrize("attribute", ["metric", "flow"])
def test_a_sign_beside_weighs_as_much_as_one_of_the_group(attribute: str) -> None:
    every = weights(attribute).each
    partners = {first for first, second in every if second} | {second for _, second in every if second}
    group = frozenset(sorted(partners)[::7])
    beside = next(sign for sign in sorted(partners - group) if sign.startswith(("of metric", "of flow")))
    alone, apart = shares(attribute, Signs(group)), shares(attribute, Signs(group, beside))
    assert apart == shares(attribute, Signs(group | {beside})) != alone
