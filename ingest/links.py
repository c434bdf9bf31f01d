"""One article, one link: canonical URLs, the key that mirrors share, and where an aggregator's link really leads.

courlan does the normalising; it also drops parameters that merely look like trackers (`cid`, `uid`), so a keep list per
outlet (`rules/links.toml`) says which parameters name the article there.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import cache, lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

import courlan
import msgspec

from ingest.rules import load

#: Browsers and servers give up above this; such links are data or attacks.
MAX_URL = 4_000


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hosts of one outlet: only the parameters in `keep` name an article; `host` is the one its mirrors stand for."""

    hosts: tuple[str, ...]
    keep: tuple[str, ...]
    host: str = ""


class LinkRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules file."""

    drop: tuple[str, ...]
    mirrors: tuple[str, ...]
    light_paths: tuple[str, ...]
    outlet: tuple[Outlet, ...]


# Nothing in it that normalising could change.
_PLAIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,}/(?:[A-Za-z0-9_~,-]+[./])*[A-Za-z0-9_~,-]*\Z")
_WEB = re.compile(r"https?://[^\s/?#\\]+(?:[/?#]|\Z)", re.IGNORECASE)
_SPACE = re.compile(r"[\x00-\x20\x7f\u00a0\u2028\u2029]+")
_PORT = re.compile(r":(?:80|443)\Z")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_GOOGLE = re.compile(r"https?://news\.google\.com/(?:rss/|__i/rss/rd/)?articles/([A-Za-z0-9_=-]{16,})")
_INNER_URL = re.compile(rb"https?://[\x21-\x7e]{8,}")


@cache
def _rules() -> LinkRules:
    return load("links", LinkRules)


@cache
def _outlets() -> dict[str, Outlet]:
    return {host: outlet for outlet in _rules().outlet for host in outlet.hosts}


@lru_cache(maxsize=4_096)
def _outlet(host: str) -> Outlet | None:
    """The outlet of a host or of the domain it belongs to."""
    while "." in host:
        if outlet := _outlets().get(host):
            return outlet
        host = host.partition(".")[2]
    return None


def web_link(raw: str | None, base: str | None = None) -> str | None:
    """`raw` as an absolute http(s) URL resolved against `base`, or None for another scheme; credentials are cut off."""
    if not raw:
        return None
    if _PLAIN.match(raw) and len(raw) <= MAX_URL:
        return raw
    link = _SPACE.sub("", raw) if len(raw) <= MAX_URL else ""
    if not link:
        return None
    if not _WEB.match(link):
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!//?\Z)", link) and not link.lower().startswith(("http:", "https:")):
            return None
        try:
            link = urljoin(base or "", link)
        except ValueError:
            return None
        if not _WEB.match(link):
            return None
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    if "@" in parts.netloc:
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
        return urlunsplit(parts)
    return link


@lru_cache(maxsize=50_000)
def canonical(url: str) -> str:
    """`url` without what does not name the article: trackers, fragment, default port, session ids. Idempotent.

    Scheme and host stay as they are, so the outcome can be fetched. A string that is no web address comes back as is.
    """
    if _PLAIN.match(url):
        return url
    url = target_of(url) or url
    try:
        parts = urlsplit(_SESSION.sub("", url))
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return url
        query = _query(parts)
        # courlan's own list of trackers is applied to what no rule of ours keeps.
        kept = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        plain: str = courlan.normalize_url(kept)
        clean = urlsplit(plain)
    except (ValueError, AttributeError, TypeError):
        return url
    netloc = _PORT.sub("", clean.netloc.rpartition("@")[2].lower())
    path = clean.path or "/"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((clean.scheme.lower(), netloc, path, query, fragment))


def _query(parts: SplitResult) -> str:
    if not parts.query:
        return ""
    outlet = _outlet((parts.hostname or "").lower())
    pairs = parse_qsl(parts.query.replace("&amp;", "&"), keep_blank_values=True, max_num_fields=200)
    if outlet is not None:
        kept = [(k, v) for k, v in pairs if k.lower() in outlet.keep]
    else:
        kept = [(k, v) for k, v in pairs if not _decoration(k)]
    return urlencode(sorted(kept))


@lru_cache(maxsize=4_096)
def _decoration(name: str) -> bool:
    folded = name.lower()
    for rule in _rules().drop:
        if folded == rule or (rule.endswith("*") and folded.startswith(rule[:-1])):
            return True
    probe = f"https://example.com/a?{urlencode([(name, 'x')])}"
    # Bare identifiers name articles on sites that we do not know; courlan takes some of them for trackers.
    return folded not in ("cid", "uid", "eid", "source", "keyword") and "?" not in courlan.normalize_url(probe)


@lru_cache(maxsize=50_000)
def link_key(url: str) -> str:
    """What all copies of an article share: the canonical URL without scheme, mirror subdomain, AMP path, last slash."""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return url
    host = parts.netloc
    rules = _rules()
    first, _, rest = host.partition(".")
    while "." in rest and first in rules.mirrors:
        host = rest
        first, _, rest = host.partition(".")
    outlet = _outlet(host)
    if outlet is not None and outlet.host:
        for name in outlet.hosts:
            if host == name or host.endswith("." + name):
                host = host[: len(host) - len(name)] + outlet.host
                break
    pieces = [piece for piece in parts.path.split("/") if piece]
    if pieces and pieces[-1] in rules.light_paths:
        pieces.pop()
    if pieces and pieces[0] in rules.light_paths:
        pieces.pop(0)
    path = "/".join(pieces)
    if path.endswith(".amp"):
        path = path[:-4]
    tail = ("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else "")
    return f"{host}/{path}{tail}"


def target_of(url: str) -> str | None:
    """Where a Google News or redirecting link leads, as far as the link itself tells it; None when it does not.

    Google News tokens until mid-2024 are base64 around the URL; newer ones ("AU_yqL…") only Google can resolve.
    """
    if "google." not in url:
        return None
    if match := _GOOGLE.match(url):
        token = match[1]
        try:
            inner = base64.urlsafe_b64decode(token.rstrip("=") + "=" * (-len(token.rstrip("=")) % 4))
        except (ValueError, binascii.Error):
            return None
        # The first URL in the message is the article, a second one its AMP copy; before each stands its length, one
        # byte after the field's tag, or two of which the first has its high bit set (Russian and Chinese paths).
        found = _INNER_URL.search(inner)
        if not found:
            return None
        start, link = found.start(), found[0]
        if start >= 2 and inner[start - 2] >= 0x80:
            link = link[: (inner[start - 2] & 0x7F) | (inner[start - 1] << 7)]
        elif start >= 1 and 0 < inner[start - 1] < 0x80:
            link = link[: inner[start - 1]]
        return web_link(link.decode("ascii", "ignore"))
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if (parts.hostname or "").endswith(("google.com", "google.ru")) and parts.path in ("/url", "/amp/s"):
        query = dict(parse_qsl(parts.query, max_num_fields=100))
        return web_link(query.get("url") or query.get("q"))
    if (parts.hostname or "") == "www.google.com" and parts.path.startswith("/amp/s/"):
        return web_link("https://" + unquote(parts.path[len("/amp/s/") :]))
    return None
