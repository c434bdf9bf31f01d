"""What an alert says: what, who, where, when, how much, how sure, and the sentence with its source.

One message tells one line of the outbox, or the lines of a bundle. An article's words reach a template as plain
text on one line; the HTML template escapes them, and only http and https addresses become links.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import jinja2.sandbox
import msgspec

from amur.alerts.message_item import Item, of_agreement, of_finding
from amur.alerts.words import words
from amur.errors import Refusal
from amur.party_name import event_name
from amur.readable import one_line
from warehouse.outbox.dispatch import Alert

#: The schema of the webhook's document; a change that could break a reader raises it.
SCHEMA = "amur.alert/1"
_LONGEST_TITLE = 200
_TEMPLATES = ("alert.txt.j2", "alert.html.j2")


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
    reason: str | None
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

    `follows` is the key of the first message that told the same channel of the agreement; `taken_by` marks those of
    several receivers that took it at an earlier attempt.
    """

    title: str
    text: str
    html: str
    key: str
    document: bytes
    follows: str | None = None
    taken_by: frozenset[str] = frozenset()


def compose(
    alerts: Sequence[Alert], *, language: str = "en", templates: Path | None = None, finding_title: str = ""
) -> Message:
    """The message of one line of the outbox, or of a bundle of them; all have one message key, rule and channel.

    Raises Refusal where a template of the desk's own can't be used.
    """
    said = words(language)
    payloads: list[dict[str, Any]] = [msgspec.json.decode(alert.payload) for alert in alerts]
    items = [
        of_finding(alert, told, _finding_title(alert, told["row"], finding_title), said) if "row" in told else
        of_agreement(alert, told, said)
        for alert, told in zip(alerts, payloads, strict=True)
    ]  # fmt: skip
    first = alerts[0]
    title = items[0].headline
    if len(items) > 1:
        events = {told.get("agreement", {}).get("event") for told in payloads}
        at = next(iter(events)) if len(events) == 1 else None
        title = f"{said.bundle.format(count=len(items))}{said.colon + event_name(at, language) if at else ''}"
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
        taken_by=frozenset(first.taken_by),
    )


def parse(rule: str, title: str, templates: Path | None) -> None:
    """Raises Refusal where a rule's title or templates can't even be parsed, whatever they will be filled in with."""
    try:
        _environment(None, html=False).from_string(title)
    except jinja2.TemplateError as error:
        raise Refusal(f"rule {rule}.title: {_reason(error)}") from error
    for name in _TEMPLATES:
        _template(name, templates)


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


def _told(alert: Alert, told: dict[str, Any], item: Item) -> Told:
    return Told(
        key=alert.idempotency_key,
        kind=alert.kind,
        stage=alert.stage,
        headline=item.headline,
        agreement_id=alert.agreement_id,
        agreement=told.get("agreement"),
        row=told.get("row"),
        corrected=told.get("corrected"),
        reason=told.get("reason"),
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


def _finding_title(alert: Alert, row: dict[str, Any], title: str) -> str:
    """The rule's own title, filled in from the row; else its name."""
    if not title:
        return alert.rule
    try:
        return _environment(None, html=False).from_string(title).render(row)
    except Exception as error:  # what a desk wrote may compute, and a row may hold no number
        raise Refusal(f"rule {alert.rule}.title: {_reason(error)}") from error


def _template(name: str, folder: Path | None) -> jinja2.Template:
    try:
        return _environment(folder, html=name.endswith(".html.j2")).get_template(name)
    except jinja2.TemplateError as error:
        raise Refusal(f"{folder or 'templates'}/{name}: {_reason(error)}") from error


def _render(name: str, folder: Path | None, given: dict[str, Any]) -> str:
    template = _template(name, folder)
    try:
        return template.render(given).strip()
    except Exception as error:
        raise Refusal(f"{folder or 'templates'}/{name}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"


@cache
def _environment(folder: Path | None, *, html: bool) -> jinja2.Environment:
    """Ours, with a desk's own templates before them; sandboxed, since a template sees foreign text."""
    ours = jinja2.DictLoader({
        name: files("amur").joinpath("templates", name).read_text(encoding="utf-8")
        for name in _TEMPLATES
    })  # fmt: skip
    own = [jinja2.FileSystemLoader(folder)] if folder else []
    environment = jinja2.sandbox.SandboxedEnvironment(
        loader=jinja2.ChoiceLoader([*own, ours]),
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["plain"] = one_line
    return environment
