"""From bytes to text by evidence: byte order marks, valid UTF-8, what was declared, and whether the outcome reads like
the language.

Declarations lie: windows-1251 labelled UTF-8 (Far East regional papers), UTF-8 labelled gb2312 (people.cn), KOI8-R
labelled windows-1251. So a declared encoding only wins where its text is made of letters that the script really uses.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache

import msgspec

from ingest.rules import load

#: How much non-ASCII evidence is weighed; more does not change the verdict.
SAMPLE_BYTES = 3_000
#: A UTF-8 body may hold a few broken bytes (cut in the middle, one pasted item): at most one in so many sequences.
UTF8_TOLERANCE = 12
#: Below this the declared encoding's text is not plausible, and others are tried.
PLAUSIBLE = 0.62


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A script's encodings in order of use, its code point ranges and its usual letters."""

    name: str
    languages: tuple[str, ...]
    encodings: tuple[str, ...]
    ranges: tuple[tuple[int, int], ...]
    common: str
    frequent: str


class Scripts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules file: aliases of encoding names, and scripts."""

    aliases: dict[str, str]
    script: tuple[Script, ...]


class Decoded(msgspec.Struct, frozen=True):
    """`text`, the Python name of the `encoding` it was read with, and remarks for the poll's notes."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" or "{" in the first code unit tells the width and order where no mark does.
_BARE = (
    (re.compile(rb"\A(?:[\s<{]\x00\x00\x00){2}"), "utf-32-le"),
    (re.compile(rb"\A(?:\x00\x00\x00[\s<{]){2}"), "utf-32-be"),
    (re.compile(rb"\A[<{\s]\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\A\x00[<{\s]\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"\A[<{]\x00\x00\x00[^\x00]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\A\x00\x00\x00[<{]\x00\x00\x00[^\x00]"), "utf-32-be"),
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PROLOG = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
#: Some of these raise whatever is asked of them; none is an encoding of the web.
_NOT_OF_PAGES = frozenset({"undefined", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
# UTF-8 bytes that were read as windows-1252 or Latin-1 and encoded again: "Â£", "â€™", "Ð¾Ð²Ð°Ñ€". Only what no one
# writes: a capital with a circumflex or tilde before a sign, an â before two signs, Ð and Ñ three times in a row.
_TRAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(
    rf"(?:Â[\u0080-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘•˜™š›œžŸ]|Ã[{_TRAIL}]|â[€\u0080-\u0084][{_TRAIL}])+|(?:[ÐÑ][{_TRAIL}][\s.,!?-]?){{3,}}"
    rf"|(?:[\u00c2-\u00df][\u0080-\u009f]|[\u00e0-\u00ef][{_TRAIL}]?[\u0080-\u009f][{_TRAIL}]?)+"
)
_LEADS = "ÂÃÐÑâäåæçèé"
_SUSPECT = re.compile(f"[\u00c2-\u00ef][{_TRAIL}]")


@cache
def _scripts() -> Scripts:
    return load("scripts", Scripts)


@cache
def codec(name: str) -> str | None:
    """Python's name for a declared encoding, widened to the superset outlets mean; None when nobody knows it."""
    folded = name.strip().strip("\"'").lower()
    folded = _scripts().aliases.get(folded, folded)
    try:
        info = codecs.lookup(folded)
    except (LookupError, ValueError):
        return None
    # Python also files hex, zip and rot13 under codecs, and encodings of names and of source code.
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in _NOT_OF_PAGES else None


def declared(body: bytes, content_type: str | None) -> tuple[str, ...]:
    """The encodings that header, XML prolog and meta tag declare, in that order, without repeats."""
    head = body[:4096]
    names: list[str] = []
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        names.append(match[1])
    for pattern in (_PROLOG, _META):
        if found := pattern.search(head):
            names.append(found[1].decode("ascii", "replace"))
    known = (codec(name) for name in names)
    return tuple(dict.fromkeys(name for name in known if name))


def decode(body: bytes, content_type: str | None = None, *, language: str | None = None) -> Decoded:
    """Text of `body`, never an exception: bytes no encoding explains become U+FFFD.

    `language` (ISO 639-1) breaks ties between encodings that both look plausible.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(unscramble(body[len(mark) :].decode(name, "replace")), name)
    told = declared(body, content_type)
    if not _NON_ASCII.search(body):
        wide = _wide(body)
        if wide:
            return Decoded(body.decode(wide, "replace"), wide)
        # ISO-2022 and HZ hide in ASCII bytes and are believed when declared.
        for name in told:
            if name.startswith(("iso2022", "hz", "utf-7")):
                return Decoded(body.decode(name, "replace"), name)
        return Decoded(body.decode("ascii"), told[0] if told else "utf-8")
    wide = _wide(body)
    if wide:
        return Decoded(body.decode(wide, "replace"), wide)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        notes = () if not told or told[0] == "utf-8" else (f"declared {told[0]}, is utf-8",)
        return Decoded(unscramble(text), "utf-8", notes)
    return _weigh(body, told, language)


def _wide(body: bytes) -> str | None:
    head = body[:64]
    if b"\x00" not in head:
        return None
    return next((name for pattern, name in _BARE if pattern.match(head)), None)


def _weigh(body: bytes, told: tuple[str, ...], language: str | None) -> Decoded:
    sample = _sample(body)
    if _mostly_utf8(body):
        text = body.decode("utf-8", "amur-mend-" + ("ru" if language in ("ru", "uk", "be") else "en"))
        return Decoded(unscramble(text), "utf-8", ("some bytes are not utf-8",))
    candidates: dict[str, str | None] = {name: None for name in told if name != "utf-8"}
    for script in _scripts().script:
        for name in script.encodings:
            candidates.setdefault(name, script.name)
    best_name, best_score = "", -1.0
    for rank, name in enumerate(candidates):
        score = plausibility(sample, name, language)
        if name in told and score >= PLAUSIBLE:
            # A declared encoding that reads well is preferred; KOI8-R against windows-1251 still has to be told.
            score += 0.06
        if score - rank * 0.001 > best_score:
            best_name, best_score = name, score
    name = best_name or (told[0] if told else "cp1252")
    notes = () if name in told else (f"declared {told[0] if told else 'no encoding'}, read as {name}",)
    return Decoded(body.decode(name, "replace"), name, notes)


def _sample(body: bytes) -> bytes:
    """Bytes around the non-ASCII parts, up to SAMPLE_BYTES: markup says nothing about an encoding."""
    first = _NON_ASCII.search(body)
    start = max(0, first.start() - 1) if first else 0
    chunk = body[start : start + SAMPLE_BYTES * 4]
    # Double-byte trail bytes may be ASCII, so whole lines are kept and tags dropped.
    text = re.sub(rb"<[^<>\x80-\xff]{0,400}>", b" ", chunk)
    return text[:SAMPLE_BYTES]


def _mostly_utf8(body: bytes) -> bool:
    text = body[:400_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(len(run) for run in _HIGH_RUN.findall(text)) - broken
    return whole >= broken * UTF8_TOLERANCE and whole > 0


def plausibility(sample: bytes, name: str, language: str | None = None) -> float:
    """0..1: how much `sample`, read as `name`, looks like running text of the script that this encoding is for."""
    text = sample.decode(name, "replace")
    # A cut at the sample's end is no fault of the encoding.
    high = "".join(_HIGH_RUN.findall(text.rstrip("\ufffd")))
    if not high:
        return 0.0
    counts = Counter(high)
    total, best = len(high), 0.0
    for script, common, frequent in _letters():
        if name not in script.encodings and not (name not in _native() and script.name == "latin"):
            continue
        inside = sum(n for c, n in counts.items() if any(low <= ord(c) <= top for low, top in script.ranges))
        usual = sum(n for c, n in counts.items() if c in common)
        often = sum(n for c, n in counts.items() if c in frequent)
        score = 0.35 * inside / total + 0.35 * usual / total + 0.3 * min(1.0, often / total * 1.5)
        if script.name == "latin":
            score -= _latin_runs(text)
        if script.name == "cyrillic":
            score -= _odd_case(text)
        if language in script.languages:
            score += 0.05
        best = max(best, score)
    faults = sum(n for c, n in counts.items() if c == "\ufffd" or "\x80" <= c <= "\x9f" or "\u2500" <= c <= "\u259f")
    return max(0.0, min(1.0, best - 3 * faults / total))


@cache
def _letters() -> tuple[tuple[Script, frozenset[str], frozenset[str]], ...]:
    return tuple((s, frozenset(s.common + s.common.upper()), frozenset(s.frequent)) for s in _scripts().script)


@cache
def _native() -> frozenset[str]:
    return frozenset(name for script in _scripts().script for name in script.encodings)


def _latin_runs(text: str) -> float:
    """Share of non-ASCII letters standing in runs of three and more: Latin words hold one or two accents a word."""
    runs = re.findall(r"[\u00a1-\u00ff]{3,}", text)
    return sum(map(len, runs)) / max(1, len(_HIGH_RUN.findall(text)), sum(map(len, _HIGH_RUN.findall(text))))


def _odd_case(text: str) -> float:
    """Share of Cyrillic letters in words with a capital after a small one: KOI8-R read as windows-1251 is all such."""
    words = re.findall(r"[\u0400-\u04ff]{2,}", text)
    odd = sum(len(w) for w in words if re.search(r"[а-яё][А-ЯЁ]", w) or (len(w) > 3 and w.isupper()))
    return 0.5 * odd / max(1, sum(map(len, words)))


def unscramble(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 and encoded again (mfa.gov.cn, August 2026: "Chinaâ\\x80\\x99s")."""
    if not any(lead in text for lead in _LEADS) or not _SUSPECT.search(text):
        return text
    return _MOJIBAKE.sub(_mend_run, text)


def _mend_run(match: re.Match[str]) -> str:
    raw = bytearray()
    for char in match[0]:
        if ord(char) < 0x100:
            raw.append(ord(char))
        else:
            raw += char.encode("cp1252", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _mender(fallback: str) -> object:
    """An error handler that reads broken UTF-8 bytes one by one in `fallback`: pasted quotes and dashes survive."""

    def mend(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        bad = error.object[error.start : error.end]
        if error.end >= len(error.object):
            return "", error.end
        return bad.decode(fallback, "replace"), error.end

    return mend


codecs.register_error("amur-mend-ru", _mender("cp1251"))  # type: ignore[arg-type]
codecs.register_error("amur-mend-en", _mender("cp1252"))  # type: ignore[arg-type]
