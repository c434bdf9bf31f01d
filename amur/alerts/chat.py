"""Everything that Apprise speaks to: chats, phones, generic webhooks. Its log tells the status that its answer hides.

An article's words never become markup: each service gets the form in which it can show foreign text as text.
"""

from __future__ import annotations

import html
import logging
import re
from functools import cache
from typing import Any

import apprise
import msgspec

from amur.alerts.answer import TAKEN, Answer, of_status
from amur.alerts.channels import Channel
from amur.alerts.message import Message
from amur.data_file import read_data

_STATUS = re.compile(r"error=(\d{3})\b")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-!|~>])")
_TAG = re.compile(r"<[^>]*>")
#: Of the brackets only a pair of round ones belongs to an address (Wikipedia's do): any other ends it, else words of an
#: article would pass as a part of one.
_ADDRESS = r"https?://(?:[^\s()\[\]<>{}\"\\^`|]|\([^\s()\[\]<>{}\"\\^`|]*\))+"
_ADDRESSES = re.compile(f"({_ADDRESS})")
_CALL = re.compile(rf"(?P<address>{_ADDRESS})|@(?=\w)|<(?=[!@#/a-zA-Z])")
#: What an address may hold and a service may take for a call or a mark; the sites take both forms.
_ENCODED = str.maketrans({"@": "%40", "(": "%28", ")": "%29"})
#: Joins without a space: breaks `@everyone` and `<!channel>` and is not seen.
_JOINER = "\u2060"
#: Generic webhooks take headers: the key goes with them.
_WITH_HEADERS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})


class _Formats(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    html: frozenset[str]
    markdown: frozenset[str]
    mentions: frozenset[str]


class Chat:
    """One Apprise address."""

    def __init__(self, channel: Channel) -> None:
        self._scheme = channel.scheme
        target = instantiate(channel.url)
        if target is None:
            raise ValueError("its address is not one that Apprise knows")
        self._target = target
        self._overflow = target.overflow_mode
        self._apprise = apprise.Apprise()
        self._apprise.add(target)

    def fits(self, message: Message) -> bool:
        """Can the service show all of it in one message? One whose address says what is done then (`overflow`) can."""
        own = self._overflow != apprise.OverflowMode.UPSTREAM
        return own or _seen(shown(self._scheme, message)) <= int(self._target.body_maxlen)

    def send(self, message: Message) -> Answer:
        """Send through Apprise; what the service said, as far as Apprise tells.

        What is too long for the service goes as plain text, in parts: HTML can't be cut anywhere.
        """
        if self._scheme in _WITH_HEADERS:
            self._target.headers["Idempotency-Key"] = message.key
        form = shown(self._scheme, message)
        if not self.fits(message):
            form = _plain(self._scheme, message)
            self._target.overflow_mode = apprise.OverflowMode.SPLIT
        try:
            result = self._apprise.notify(**form)
            if result:
                return TAKEN
            said = " ".join(entry.message for entry in result.logs())
        except Exception as error:  # a plugin's own defect must not stop the other channels
            return Answer(verdict="again", why=f"Apprise failed ({type(error).__name__})")
        finally:
            self._target.overflow_mode = self._overflow
        statuses = [int(status) for status in _STATUS.findall(said)]
        if statuses:
            return of_status(statuses[-1])
        return Answer(verdict="again", why="the service could not be reached or did not take the message")

    def close(self) -> None:
        """Nothing is kept open between messages."""

    stop = close


def instantiate(url: str) -> Any:
    """Apprise's object for a URL, None for one that it does not know; nothing is logged."""
    _hush()
    return apprise.Apprise.instantiate(url, suppress_exceptions=True)


def shown(scheme: str, message: Message) -> dict[str, Any]:
    """The arguments of Apprise's `notify` for a service."""
    if scheme in _formats().html:
        body = f"<p><b>{_escape(message.title)}</b></p>\n{message.html}" if scheme in ("tgram",) else message.html
        title = "" if scheme in ("tgram",) else message.title
        return {"title": title, "body": body, "body_format": apprise.NotifyFormat.HTML}
    return _plain(scheme, message)


def _plain(scheme: str, message: Message) -> dict[str, Any]:
    title, body = message.title, message.text
    if scheme in _formats().markdown:
        title, body = escape_marks(title), escape_marks(body)
    elif scheme in _formats().mentions:
        title, body = without_calls(title), without_calls(body)
    return {"title": title, "body": body, "body_format": apprise.NotifyFormat.TEXT}


def _seen(form: dict[str, Any]) -> int:
    """Characters that its readers see: services count those, and not the marks of HTML."""
    body = form["body"]
    if form["body_format"] == apprise.NotifyFormat.HTML:
        body = html.unescape(_TAG.sub("", body))
    return len(form["title"]) + len(body) + 2  # with the line break between them


def escape_marks(text: str) -> str:
    """Text whose Markdown marks are text; addresses of the web stay whole so that they can be followed."""
    parts = _ADDRESSES.split(without_calls(text))
    return "".join(part if number % 2 else _MARKS.sub(r"\\\1", part) for number, part in enumerate(parts))


def without_calls(text: str) -> str:
    """Text in which nothing calls people: `@everyone`, `<!channel>`, `<@U1>` are broken apart, but no address is."""
    return _CALL.sub(lambda found: found[0].translate(_ENCODED) if found["address"] else found[0] + _JOINER, text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _formats() -> _Formats:
    return read_data("channel_formats", _Formats)


@cache
def _hush() -> None:
    """Apprise's lines name addresses with their tokens: nobody's log takes them."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
