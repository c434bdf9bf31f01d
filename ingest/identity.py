"""Which entry is which from poll to poll, by evidence: the GUID where this feed's GUIDs behave, else the canonical
link, the title, the content.

GUIDs lie in known ways: new at every fetch, one for all items, absent. So each entry is looked up by all its keys among
those that earlier polls left (`FeedState.evidence`); a key counts only while it tells entries apart inside the document
and stays with them from poll to poll. A feed that was caught once is not believed again: `FeedState.identity` only
goes down the ladder.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from ingest.links import link_key
from ingest.records import Entry, FeedState

RUNGS = ("guid", "link", "title", "content")
#: Hexadecimal digits of an entry id, and of the keys kept as evidence.
ID_LENGTH, KEY_LENGTH = 16, 10
#: Entries remembered beyond the last document: some feeds lose an item for one poll and bring it back (gov.cn, mofcom).
REMEMBERED = 60
# Typographic repairs are no news.
_SHAPES = (
    ("\u00ab", '"'),
    ("\u00bb", '"'),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u2019", "'"),
    ("\u2013", "-"),
    ("\u2014", "-"),
)
_NONE = "-" * KEY_LENGTH
_RECORD = ID_LENGTH + 4 * KEY_LENGTH


class _Keys(msgspec.Struct, frozen=True):
    """The hashed evidence of one entry; absent parts are `_NONE`."""

    guid: str
    link: str
    title: str
    content: str


class _Known(msgspec.Struct, frozen=True):
    entry_id: str
    keys: _Keys


def content_hash(title: str, summary: str, content: str) -> str:
    """A key of what an entry says, blind to case, spacing and the shape of quotes and dashes; 16 hexadecimal digits."""
    text = f"{title} \x1f {summary} \x1f {content}"
    if not text.isascii():
        for shape, plain in _SHAPES:
            text = text.replace(shape, plain)
    return _key(" ".join(text.casefold().split()), ID_LENGTH)


def _key(text: str, length: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=length // 2).hexdigest()


def _keys(entry: Entry) -> _Keys:
    title = " ".join(entry.title.casefold().split())
    return _Keys(
        guid=_key(entry.guid, KEY_LENGTH) if entry.guid else _NONE,
        link=_key(link_key(entry.canonical_url or entry.url or ""), KEY_LENGTH) if entry.url else _NONE,
        title=_key(title, KEY_LENGTH) if title else _NONE,
        content=entry.content_hash[:KEY_LENGTH] or _NONE,
    )


def identify(entries: Iterable[Entry], state: FeedState | None) -> tuple[tuple[Entry, ...], str]:
    """The entries with their ids, the same item said twice in one document left out; and the rung they stand on.

    Ids are stable: an entry that earlier polls knew keeps its id whatever has changed about it, as long as one trusted
    key still fits. `changed` tells that a known entry's title, summary or content differs from the last poll's.
    """
    items = list(entries)
    keys = [_keys(entry) for entry in items]
    known = _known(state)
    rung = _rung(keys, known, state)
    trusted = RUNGS[RUNGS.index(rung) :]
    apart = _apart(keys)
    last = dict(state.window) if state else {}
    feed_id = state.feed_id if state else ""
    fallback = [next((name for name in trusted if getattr(own, name) in apart[name]), "content") for own in keys]
    made = [
        _key(f"{entry.feed_id or feed_id}\x1f{name}\x1f{_evidence(entry, name)}", ID_LENGTH)
        for entry, name in zip(items, fallback, strict=True)
    ]
    restored = bool(state and state.window and not state.evidence)
    # Of a state that kept no evidence the ids that would be made anew are all that tells entries.
    found = {index: entry_id for index, entry_id in enumerate(made) if entry_id in last} if restored else {}
    spoken = [name for name in RUNGS if _speaks(name, rung) or (restored and name != "guid")]
    _recognise(keys, known, apart, spoken, trusted, found)
    out: list[Entry] = []
    used: set[str] = set()
    lowest = RUNGS.index(rung)
    for index, entry in enumerate(items):
        entry_id = found.get(index, made[index])
        if index not in found:
            lowest = max(lowest, RUNGS.index(fallback[index]))
        if entry_id in used:
            continue
        used.add(entry_id)
        before = last.get(entry_id)
        changed = before is not None and before != entry.content_hash
        out.append(msgspec.structs.replace(entry, entry_id=entry_id, changed=changed))
    return tuple(out), RUNGS[lowest]


def _recognise(
    keys: list[_Keys],
    known: list[_Known],
    apart: dict[str, frozenset[str]],
    spoken: Sequence[str],
    trusted: tuple[str, ...],
    found: dict[int, str],
) -> None:
    """Add to `found` the ids of the entries that earlier polls knew, each claimed by one entry only.

    Strong evidence speaks first for all entries, so that a weak likeness can't take another entry's id.
    """
    by_key: dict[str, dict[str, _Known]] = {name: {} for name in RUNGS}
    for item in reversed(known):
        for name in RUNGS:
            key = getattr(item.keys, name)
            if key != _NONE:
                by_key[name][key] = item
    claimed = set(found.values())
    for name in spoken:
        for index, own in enumerate(keys):
            key = getattr(own, name)
            if index in found or key == _NONE or key not in apart[name]:
                continue
            match = by_key[name].get(key)
            if match is None or match.entry_id in claimed or _contradicted(name, own, match, trusted):
                continue
            found[index] = match.entry_id
            claimed.add(match.entry_id)


def _evidence(entry: Entry, name: str) -> str:
    if name == "guid":
        return entry.guid or ""
    if name == "link":
        return link_key(entry.canonical_url or entry.url or "")
    if name == "title":
        return " ".join(entry.title.casefold().split())
    return entry.content_hash


def _rung(keys: list[_Keys], known: list[_Known], state: FeedState | None) -> str:
    """The highest rung whose keys still behave: told by what earlier polls found and by this document against them."""
    rung = state.identity if state and state.identity in RUNGS else "guid"
    if rung == "guid":
        with_guid = [own.guid for own in keys if own.guid != _NONE]
        if (
            not with_guid
            or len(set(with_guid)) * 2 <= len(with_guid)
            or _moved("guid", "link", keys, known)
            or _reused(keys, known)
        ):
            rung = "link"
    if rung in ("guid", "link") and _all_new_but_the_same(keys, known):
        rung = "title"
    if rung == "link":
        with_link = [own.link for own in keys if own.link != _NONE]
        if (
            not with_link
            or _moved("link", "title", keys, known)
            or (len(with_link) > 2 and len(set(with_link)) * 2 <= len(with_link))
        ):
            rung = "title"
    if rung == "title" and len(keys) > 2 and len({own.title for own in keys}) * 2 <= len(keys):
        rung = "content"
    return rung


def _all_new_but_the_same(keys: list[_Keys], known: list[_Known]) -> bool:
    """Whether most of the document says what is known, word for word, under GUIDs and links never seen before."""
    said = {item.keys.content for item in known}
    names = {item.keys.guid for item in known} | {item.keys.link for item in known}
    again = sum(
        own.content in said and own.guid not in names - {_NONE} and own.link not in names - {_NONE} for own in keys
    )
    return again >= 3 and again * 2 > len(keys)


def _reused(keys: list[_Keys], known: list[_Known]) -> bool:
    """Whether known GUIDs come back on other items: numbered by position, or one for whatever is the latest."""
    old = {item.keys.guid: item.keys for item in reversed(known)}
    met = [(own, old[own.guid]) for own in keys if own.guid != _NONE and own.guid in old]
    other = sum(
        _NONE not in (own.link, was.link, own.title, was.title) and own.link != was.link and own.title != was.title
        for own, was in met
    )
    return other * 2 > len(met)


def _moved(name: str, anchor: str, keys: list[_Keys], known: list[_Known]) -> bool:
    """Whether keys of this name changed under entries that `anchor` recognises: most of those met again, at least two
    (or the only one there is)."""
    old = {getattr(item.keys, anchor): getattr(item.keys, name) for item in reversed(known)}
    counts = Counter(getattr(own, anchor) for own in keys)
    same = other = 0
    for own in keys:
        key, value = getattr(own, anchor), getattr(own, name)
        if key == _NONE or counts[key] > 1 or value == _NONE or old.get(key, _NONE) == _NONE:
            continue
        if old[key] == value:
            same += 1
        else:
            other += 1
    return other > same and other >= min(2, len(keys))


def _speaks(name: str, rung: str) -> bool:
    """May a key recognise an entry? GUIDs only while they are believed, links always.

    Title and content do so only where neither GUID nor link can: headlines recur ("Курс валют").
    """
    if name == "guid":
        return rung == "guid"
    return name == "link" or rung == "title" or (rung == "content" and name == "content")


def _contradicted(name: str, own: _Keys, match: _Known, trusted: tuple[str, ...]) -> bool:
    """Whether a stronger trusted key says that these are two entries."""
    for stronger in trusted:
        if stronger == name:
            return False
        mine, its = getattr(own, stronger), getattr(match.keys, stronger)
        if mine not in (_NONE, its) and its != _NONE:
            # A link that moves on to another GUID is a page that shows a new item each day.
            return name in ("title", "content") or own.title != match.keys.title
    return False


def _apart(keys: list[_Keys]) -> dict[str, frozenset[str]]:
    """By rung: the keys that tell entries of this document apart.

    Entries under one GUID must share the link (or title), those under one link the title, those under one title the
    content; else they are different items under one name.
    """
    finer = {"guid": ("link", "title"), "link": ("title",), "title": ("content",), "content": ("content",)}
    good: dict[str, frozenset[str]] = {}
    for name, others in finer.items():
        under: defaultdict[str, set[str]] = defaultdict(set)
        for own in keys:
            detail = next((getattr(own, other) for other in others if getattr(own, other) != _NONE), _NONE)
            under[getattr(own, name)].add(detail)
        good[name] = frozenset(key for key, details in under.items() if key != _NONE and len(details) == 1)
    return good


def remember(entries: Iterable[Entry], state: FeedState | None) -> str:
    """The evidence for the next poll: fixed-width records of this document's entries, then of the last ones gone."""
    records = {entry.entry_id: _pack(entry.entry_id, _keys(entry)) for entry in entries}
    gone = [item for item in _known(state) if item.entry_id not in records]
    for item in gone[: max(0, REMEMBERED)]:
        records[item.entry_id] = _pack(item.entry_id, item.keys)
    return "".join(records.values())


def _pack(entry_id: str, keys: _Keys) -> str:
    return entry_id + keys.guid + keys.link + keys.title + keys.content


def _known(state: FeedState | None) -> list[_Known]:
    if state is None:
        return []
    if not state.evidence:
        # A state without evidence (restored from the tables) still knows what its entries said.
        return [_Known(entry_id, _Keys(_NONE, _NONE, _NONE, said[:KEY_LENGTH])) for entry_id, said in state.window]
    text, out = state.evidence, []
    for start in range(0, len(text) - _RECORD + 1, _RECORD):
        cuts = [text[start + ID_LENGTH + n * KEY_LENGTH : start + ID_LENGTH + (n + 1) * KEY_LENGTH] for n in range(4)]
        out.append(_Known(text[start : start + ID_LENGTH], _Keys(*cuts)))
    return out
