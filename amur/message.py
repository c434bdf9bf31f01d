"""What an alert says: what, who, where, when, how much, how sure, and the sentence with its source.

One message tells one line of the outbox, or the lines of a bundle. An article's words reach a template as plain
text on one line; the HTML template escapes them, and only http and https addresses become links.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import jinja2.sandbox
import msgspec

from amur.alert_words import Words, words
from amur.errors import Refusal
from warehouse.dispatch import Alert

#: The schema of the webhook's document; a change that could break a reader raises it.
SCHEMA = "amur.alert/1"
_LONGEST_TITLE, _LONGEST_QUOTE = 200, 1200
#: Marks that turn text around or hide it: an article must not be able to disguise what a message says.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One alert inside a webhook's document."""

    key: str
    kind: str
    stage: str
    headline: str
    agreement_id: str
    agreement: dict[str, Any] | None
    row: dict[str, Any] | None
    corrected: dict[str, list[str]] | None
    quote: str | None
    language: str | None
    title: str | None
    url: str | None
    publisher: str | None
    reported_at: str | None
    publishers: list[str]
    independent: int
    uncertain: list[str]
    follows: str | None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the signed webhook; the same at every attempt of one message."""

    schema: str
    key: str
    rule: str
    channel: str
    title: str
    text: str
    alerts: list[Told]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message in plain text, HTML and JSON; `key` is the same at every attempt, so a second copy can be dropped.

    `follows` is the key of the first message that told the same channel of the agreement.
    """

    title: str
    text: str
    html: str
    key: str
    document: bytes
    follows: str | None = None


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a template shows of one alert."""

    headline: str
    facts: list[tuple[str, str]]
    notes: list[str]
    uncertain: list[str]
    quote: str
    quote_language: str
    link: str
    reference: str


def compose(
    alerts: Sequence[Alert], *, language: str = "en", templates: Path | None = None, finding_title: str = ""
) -> Message:
    """The message of one line of the outbox, or of a bundle of them; all have one message key, rule and channel.

    Raises Refusal where a template of the desk's own can't be used.
    """
    said = words(language)
    payloads: list[dict[str, Any]] = [msgspec.json.decode(alert.payload) for alert in alerts]
    items = [
        _finding(alert, told, said, finding_title) if alert.kind == "finding" or "row" in told else
        _item(alert, told, said)
        for alert, told in zip(alerts, payloads, strict=True)
    ]  # fmt: skip
    first = alerts[0]
    title = items[0].headline
    if len(items) > 1:
        events = {told.get("agreement", {}).get("event") for told in payloads}
        at = next(iter(events)) if len(events) == 1 else None
        title = f"{said.bundle.format(count=len(items))}{': ' + plain(at) if at else ''}"
    title = title[:_LONGEST_TITLE]
    given = {"items": items, "words": said, "title": title, "language": language}
    text = _render("alert.txt.j2", templates, given)
    key = first.message_key or first.idempotency_key
    document = Document(
        schema=SCHEMA,
        key=key,
        rule=first.rule,
        channel=first.channel,
        title=title,
        text=text,
        alerts=[_told(*pair) for pair in zip(alerts, payloads, items, strict=True)],
    )
    return Message(
        title=title,
        text=text,
        html=_render("alert.html.j2", templates, given),
        key=key,
        document=msgspec.json.encode(document),
        follows=first.follows if len(alerts) == 1 and first.follows != key else None,
    )


def trial(language: str = "en") -> Message:
    """A message that says that it is a test."""
    said = words(language)
    return notice(said.test_title, [said.test_body], "test")


def notice(title: str, lines: Sequence[str], key: str) -> Message:
    """A message about Amur itself, in lines of plain text: no agreement is in it."""
    text = "\n".join(lines)
    document = Document(schema=SCHEMA, key=key, rule="notice", channel="notice", title=title, text=text, alerts=[])
    return Message(
        title=title,
        text=text,
        html="".join(f"<p>{html.escape(line)}</p>" for line in lines),
        key=key,
        document=msgspec.json.encode(document),
    )


def plain(text: object) -> str:
    """Foreign text on one line, without control characters and marks that hide or turn text around."""
    folded = _HIDDEN.sub("", unicodedata.normalize("NFC", str(text or "")))
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in folded).split())


def web_link(url: object) -> str:
    """The address if it is one of the web's, else nothing: no other scheme becomes a link."""
    text = str(url or "").strip()
    return text if re.match(r"https?://[^\s<>\"']+$", text, re.I) else ""


def _item(alert: Alert, told: dict[str, Any], said: Words) -> _Item:
    row = told["agreement"]
    facts: list[tuple[str, str]] = []
    if row["value"] is not None:
        worth = said.amount(row["value"], row["unit"])
        if row.get("value_usd") and row["unit"] != "USD":
            source = f", {told['usd_source']}" if told.get("usd_source") else ""
            worth += f" ({said.about.format(amount=said.amount(row['value_usd'], 'USD'))}{source})"
        facts.append((said.worth, worth))
    sectors = said.comma.join(said.sector.get(one, one) for one in row["sectors"])
    facts += [
        (label, plain(value))
        for label, value in (
            (said.signed_on, row["signed_on"]),
            (said.place, row["place"]),
            (said.event, row["event"]),
            (said.sectors, sectors),
        )
        if value
    ]
    facts.append((said.told_by, _outlets(told, said)))
    facts.append((said.published, told["reported_at"].replace("T", " ").removesuffix("Z")[:16] + " UTC"))
    fields = {"value": said.value, "signed_on": said.signed_on}
    notes = [
        said.corrects.format(field=fields.get(name, name), old=_old(old, said), new=_old(new, said))
        for name, (old, new) in told.get("corrected", {}).items()
    ]
    if alert.follows and alert.follows_at and alert.follows != (alert.message_key or alert.idempotency_key):
        stage = said.stages.get(alert.follows_stage or "", alert.follows_stage or "")
        when = alert.follows_at.strftime("%Y-%m-%d %H:%M UTC")
        notes.append(said.follows.format(stage=stage, when=when, key=alert.follows[:8]))
    return _Item(
        headline=_headline(alert, row, said),
        facts=facts,
        notes=notes,
        uncertain=_uncertain(alert, told, said),
        quote=_cut(plain(told["quote"]), _LONGEST_QUOTE),
        quote_language=str(told["language"]),
        link=web_link(told["url"]),
        reference=f"{said.agreement} {alert.agreement_id}",
    )


def _headline(alert: Alert, row: dict[str, Any], said: Words) -> str:
    """ "Contract signed: Rosatom, CNNC"."""
    if row["kind"] == "total":
        what = said.total.format(count=row["count"]) if row["count"] else said.several
    else:
        what = said.types.get(row["type"], row["type"])
    stage = said.stages.get(alert.stage, alert.stage)
    extra = {"correction": said.correction, "repeat": said.repeat, "escalation": said.escalation}.get(alert.kind)
    names = said.comma.join(plain(party["name"]) for party in row["parties"]) or said.parties_unknown
    head = f"{what} {stage}" + (f" ({extra})" if extra else "")
    return f"{head[:1].upper()}{head[1:]}: {names}"


def _outlets(told: dict[str, Any], said: Words) -> str:
    names = [plain(name) for name in told["publishers"]] or [plain(told["publisher"]) or said.unnamed]
    shown = said.comma.join(names[:8]) + (" …" if len(names) > 8 else "")
    line = (said.outlets if len(names) > 1 else said.outlet).format(count=len(names), names=shown)
    own = told.get("independent", len(names))
    return f"{line} ({said.in_own_words.format(count=own)})" if 1 < own < len(names) else line


def _uncertain(alert: Alert, told: dict[str, Any], said: Words) -> list[str]:
    row = told["agreement"]
    outlets, values, might_be = len(told["publishers"]), told.get("values", []), told.get("might_be", [])
    doubts = [
        (said.one_source, outlets <= 1),
        (said.one_wording, outlets > 1 and told.get("independent", outlets) <= 1),
        (said.no_parties, row["kind"] != "total" and len(row["parties"]) < 2),
        (said.no_value, row["value"] is None and alert.stage in ("signed", "planned", "negotiating")),
        (said.no_date, row["signed_on"] is None and alert.stage == "signed"),
        (said.values_differ.format(values=said.comma.join(_old(one, said) for one in values)), len(values) > 1),
        (said.might_be.format(agreements=said.comma.join(might_be[:3])), bool(might_be)),
    ]
    return [text for text, holds in doubts if holds]


def _old(text: str, said: Words) -> str:
    """ "530000000 USD" as people read it; a date as it is."""
    value, _, unit = text.partition(" ")
    return said.amount(value, unit) if unit else text


def _finding(alert: Alert, told: dict[str, Any], said: Words, title: str) -> _Item:
    """A row that a rule's SQL found."""
    row: dict[str, Any] = told["row"]
    headline = alert.rule
    if title:
        try:
            headline = plain(_environment(None, html=False).from_string(title).render(row))
        except jinja2.TemplateError as error:
            raise Refusal(f"rule {alert.rule}.title: {error}") from error
    quote, hidden = row.get("quote"), ("quote", "url")
    return _Item(
        headline=headline,
        facts=[(name, plain(value)) for name, value in row.items() if value is not None and name not in hidden],
        notes=[],
        uncertain=[],
        quote=_cut(plain(quote), _LONGEST_QUOTE),
        quote_language=str(row.get("language") or ""),
        link=web_link(row.get("url")),
        reference="",
    )  # fmt: skip


def _told(alert: Alert, told: dict[str, Any], item: _Item) -> Told:
    return Told(
        key=alert.idempotency_key,
        kind=alert.kind,
        stage=alert.stage,
        headline=item.headline,
        agreement_id=alert.agreement_id,
        agreement=told.get("agreement"),
        row=told.get("row"),
        corrected=told.get("corrected"),
        quote=told.get("quote"),
        language=told.get("language"),
        title=told.get("title"),
        url=told.get("url"),
        publisher=told.get("publisher"),
        reported_at=told.get("reported_at"),
        publishers=told.get("publishers", []),
        independent=told.get("independent", 0),
        uncertain=item.uncertain,
        follows=alert.follows,
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _render(name: str, folder: Path | None, given: dict[str, Any]) -> str:
    try:
        return _environment(folder, html=name.endswith(".html.j2")).get_template(name).render(given).strip()
    except jinja2.TemplateError as error:
        raise Refusal(f"{folder or 'templates'}/{name}: {error}") from error


@cache
def _environment(folder: Path | None, *, html: bool) -> jinja2.Environment:
    """Ours, with a desk's own templates before them; sandboxed, since a template sees foreign text."""
    ours = jinja2.DictLoader({
        name: files("amur").joinpath("templates", name).read_text(encoding="utf-8")
        for name in ("alert.txt.j2", "alert.html.j2")
    })  # fmt: skip
    own = [jinja2.FileSystemLoader(folder)] if folder else []
    environment = jinja2.sandbox.SandboxedEnvironment(
        loader=jinja2.ChoiceLoader([*own, ours]),
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["plain"] = plain
    return environment
