"""What a message shows of one alert, in the reader's language: headline, facts, what is uncertain, the sentence.

Foreign words are plain text on one line; names in a script that the reader may not know come with one that he does.
"""

from __future__ import annotations

from typing import Any

import msgspec

from amur.alerts.words import Words
from amur.party_name import SCRIPTS, event_name, is_kind, known, readable_name
from amur.readable import one_line, web_link
from warehouse.outbox.dispatch import Alert

_LONGEST_QUOTE = 1200
_MOST_OUTLETS = 8


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a template shows of one alert."""

    headline: str
    facts: list[tuple[str, str]]
    notes: list[str]
    uncertain: list[str]
    quote: str
    quote_language: str
    publisher: str
    link: str
    reference: str


def of_agreement(alert: Alert, told: dict[str, Any], said: Words) -> Item:
    """A stage or correction of an agreement; `told` is the alert's payload."""
    row = told["agreement"]
    return Item(
        headline=_headline(alert, told, said),
        facts=[(label, value) for label, value in _facts(told, row, said) if value],
        notes=_notes(alert, told, said),
        uncertain=_uncertain(alert, told, said),
        quote=_cut(one_line(told["quote"]), _LONGEST_QUOTE),
        quote_language=str(told["language"]),
        publisher=one_line(told["publisher"]),
        link=web_link(told["url"]),
        reference=f"{said.agreement} {alert.agreement_id}",
    )


def of_finding(alert: Alert, told: dict[str, Any], headline: str, said: Words) -> Item:
    """A row that a rule's SQL found."""
    row: dict[str, Any] = told["row"]
    hidden = ("quote", "url", "language", "publisher") if row.get("quote") else ("url",)
    return Item(
        headline=one_line(headline) + _turn(alert, said),
        facts=[(name, one_line(value)) for name, value in row.items() if value is not None and name not in hidden],
        notes=[],
        uncertain=[],
        quote=_cut(one_line(row.get("quote")), _LONGEST_QUOTE),
        quote_language=str(row.get("language") or ""),
        publisher=one_line(row.get("publisher")),
        link=web_link(row.get("url")),
        reference="",
    )


def _headline(alert: Alert, told: dict[str, Any], said: Words) -> str:
    """ "Contract signed: Rosatom, CNNC"."""
    row = told["agreement"]
    if row["kind"] == "total":
        what = said.total.format(count=row["count"]) if row["count"] else said.several
    else:
        what = said.types.get(row["type"], row["type"])
    names = said.comma.join(_name(party, told, said) for party in row["parties"]) or said.parties_unknown
    head = said.headline.format(
        what=what,
        stage=said.stages.get(alert.stage, alert.stage),
        extra=_turn(alert, said),
        names=names,
    )
    return f"{head[:1].upper()}{head[1:]}"


def _turn(alert: Alert, said: Words) -> str:
    """Why this is told besides, in brackets; of an escalation what is amiss: a person who was silent, or a channel."""
    missed = said.undelivered.format(channels=said.comma.join(alert.undelivered))
    escalation = missed if alert.undelivered else said.escalation
    extra = {"correction": said.correction, "repeat": said.repeat, "escalation": escalation}.get(alert.kind)
    return said.extra.format(extra=extra) if extra else ""


def _facts(told: dict[str, Any], row: dict[str, Any], said: Words) -> list[tuple[str, str]]:
    sectors = said.comma.join(said.sector.get(one, one) for one in row["sectors"])
    return [
        (said.parties, said.many.join(_party(party, told, said) for party in row["parties"])),
        (said.worth, _worth(told, row, said)),
        (said.signed_on, said.day(row["signed_on"])),
        (said.place, _place(told, row, said)),
        (said.event, event_name(row["event"], said.code)),
        (said.sectors, sectors),
        (said.told_by, _outlets(told, said)),
        (said.published, said.moment(told["reported_at"])),
    ]


def _worth(told: dict[str, Any], row: dict[str, Any], said: Words) -> str:
    if row["value"] is None:
        return ""
    worth = said.amount(row["value"], row["unit"])
    if not row.get("value_usd") or row["unit"] == "USD":
        return worth
    about = said.about.format(amount=said.amount(row["value_usd"], "USD", figures=3))
    source = str(told.get("usd_source") or "").removeprefix("article, ")
    if source and source != "article":
        about += f"{said.many}{said.rate.format(source=_bank(source, said))}"
    return worth + said.extra.format(extra=about)


def _bank(source: str, said: Words) -> str:
    """The European Central Bank's rate of a day ("ECB 2026-07-31") as its reader says it; another source as it is."""
    name, _, when = source.partition(" ")
    return said.ecb.format(day=said.day(when)) if name == "ECB" else source


def _party(party: dict[str, Any], told: dict[str, Any], said: Words) -> str:
    """ "Blagoveshchensk / Мэрия Благовещенска (Russia)": for the reader, as it was written, and the country."""
    written, readable = one_line(party["name"]), readable_name(party, said.code, told.get("called", {}))
    if is_kind(written):
        return readable
    country = known(party.get("country"))
    spelt = written if readable == written else f"{readable} / {written}"
    return spelt + (said.extra.format(extra=country.names[said.code]) if country else "")


def _name(party: dict[str, Any], told: dict[str, Any], said: Words) -> str:
    """For a headline: its name for the reader, or as written with its sounds where it has none."""
    called = told.get("called", {})
    written, readable = one_line(party["name"]), readable_name(party, said.code, called)
    if readable == written or is_kind(written) or known(party.get("id")) or party["name"] in called:
        return readable
    return f"{written}{said.extra.format(extra=readable)}"


def _place(told: dict[str, Any], row: dict[str, Any], said: Words) -> str:
    """The place in the reader's language where the gazetteer knows it."""
    written, ids = one_line(row["place"]), told.get("place_ids", [])
    entity = known(ids[0]) if len(ids) == 1 else None
    if not written or entity is None or SCRIPTS[said.code].search(written):
        return written
    return entity.names.get(said.code, written)


def _outlets(told: dict[str, Any], said: Words) -> str:
    names = [one_line(name) for name in told["publishers"]] or [one_line(told["publisher"]) or said.unnamed]
    shown = said.comma.join(names[:_MOST_OUTLETS]) + (" …" if len(names) > _MOST_OUTLETS else "")
    line = (said.outlets if len(names) > 1 else said.outlet).format(count=len(names), names=shown)
    own = told.get("independent", len(names))
    return line + (said.extra.format(extra=said.in_own_words.format(count=own)) if 1 < own < len(names) else "")


def _notes(alert: Alert, told: dict[str, Any], said: Words) -> list[str]:
    """What a correction takes back, why people made it, and which stage was told before, by which message."""
    fields = {"value": said.value, "signed_on": said.date_signed, "stage": said.stage}
    notes = [
        said.corrects.format(field=fields.get(name, name), old=_read(old, said), new=_read(new, said))
        for name, (old, new) in told.get("corrected", {}).items()
    ]
    if told.get("reason"):
        notes.append(said.by_hand.format(reason=one_line(told["reason"])))
    if alert.earlier and alert.earlier_stage and alert.earlier_at:
        stage = said.stages.get(alert.earlier_stage, alert.earlier_stage)
        note = said.told_before if alert.earlier_stage == alert.stage else said.follows
        when = said.moment(alert.earlier_at.isoformat())
        notes.append(note.format(stage=stage, when=when, key=alert.earlier[:8]))
    return notes


def _uncertain(alert: Alert, told: dict[str, Any], said: Words) -> list[str]:
    row = told["agreement"]
    outlets, values, might_be = len(told["publishers"]), told.get("values", []), told.get("might_be", [])
    doubts = [
        (said.one_source, outlets <= 1),
        (said.one_wording, outlets > 1 and told.get("independent", outlets) <= 1),
        (said.no_parties, row["kind"] != "total" and len(row["parties"]) < 2),
        (said.no_value, row["value"] is None and alert.stage in ("signed", "planned", "negotiating")),
        (said.no_date, row["signed_on"] is None and alert.stage == "signed"),
        (said.values_differ.format(values=said.comma.join(_read(one, said) for one in values)), len(values) > 1),
        (said.might_be.format(agreements=said.comma.join(might_be[:3])), bool(might_be)),
    ]
    return [text for text, holds in doubts if holds]


def _read(text: str, said: Words) -> str:
    """ "530000000 USD", "5000000", "2026-08-20" or "denied" as people read it; what people emptied as such."""
    if not text:
        return said.nothing
    if text in said.stages:
        return said.stages[text]
    value, _, unit = text.partition(" ")
    return said.amount(value, unit) if unit or value.replace(".", "").isdecimal() else said.day(text)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
