"""How much of the page quality is owed to rules made for the very pages that measure it.

Each publisher's pages are read once more without the rules of `pages.toml` that fire on no other publisher's pages:
what would have been read had we never seen that publisher. Then all pages without any rule on how a paragraph reads,
and with each threshold a good way off, to see whether the choices made on these pages carry the result.

Run: `python -m bench.pages_unseen`, with the development data beside the project.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import mean
from urllib.parse import urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from bench.pages import SHARED, Sample, ours, samples, score
from ingest import page_text, prose
from ingest.encoding import decode
from ingest.page_rules import rules as page_rules

KINDS = ("lines", "tails", "body", "cues", "furniture")
LANGUAGES = ("en", "ru", "zh", "other")
#: thresholds of the fast reader, and values a good way to both sides
THRESHOLDS = {"CONFIDENT": (0.2, 0.45), "MIN_BLOCK": (25, 60)}
_NEVER = "(?!)"
_TWO_PARTS = frozenset(("co", "com", "org", "net", "gov", "ac", "gob"))

Rule = tuple[str, str]
Scores = dict[str, float]


def publisher(sample: Sample) -> str:
    """The registered domain, or the name that a suite gives its file."""
    if named := re.match(r"fundus/\w\w_([A-Za-z]+)", sample.file):
        return named[1].casefold()
    parts = (urlsplit(sample.url).hostname or "").split(".")
    if parts[-2:] in ([""], ["example", "com"]):
        return sample.file.rpartition("/")[2].partition("_")[0]
    return ".".join(parts[-3:] if len(parts) > 2 and parts[-2] in _TWO_PARTS else parts[-2:])


@contextmanager
def only(keep: set[Rule]) -> Iterator[None]:
    """Pages are read with these rules alone."""
    every = page_rules()
    kept = {kind: tuple(r for r in getattr(every, kind) if (kind, r) in keep) or (_NEVER,) for kind in KINDS[:4]}
    kept["furniture"] = tuple(r for r in every.furniture if ("furniture", r) in keep) or ("x-never",)
    rules = msgspec.structs.replace(every, **kept)
    for reader in (page_text, prose):
        reader.rules = lambda: rules  # type: ignore[attr-defined]
    _forget()
    try:
        yield
    finally:
        for reader in (page_text, prose):
            reader.rules = page_rules  # type: ignore[attr-defined]
        _forget()


def _forget() -> None:
    for cached in (prose._furniture_lines, prose._tails, page_text._role, page_text._cues):
        cached.cache_clear()


def support(pages: list[Sample]) -> dict[Rule, set[str]]:
    """By rule: the publishers on whose pages it fires."""
    rules = page_rules()
    lines = {rule: re.compile(f"(?:{rule})\\s*", re.IGNORECASE) for rule in rules.lines}
    tails = {rule: re.compile(f"(?:{rule})\\W*", re.IGNORECASE) for rule in rules.tails}
    found: dict[Rule, set[str]] = {(kind, rule): set() for kind in KINDS for rule in getattr(rules, kind)}
    for page in pages:
        tree, name = LexborHTMLParser(decode(page.body, "text/html").text), publisher(page)
        fired: set[Rule] = {("furniture", rule) for rule in rules.furniture if tree.css_first(rule)}
        for node in tree.css("[class], [id]"):
            marks = page_text._marks(node)
            fired |= {("cues", piece.lower()) for piece in page_text._PIECES.findall(marks)}
            fired |= {("body", rule) for rule in rules.body if rule in marks.lower()}
        with only({(kind, rule) for kind in KINDS[2:] for rule in getattr(rules, kind)}):
            paragraphs = [line for line in ours(page).split("\n\n") if len(line) < 300]
        for line in paragraphs:
            fired |= {("lines", rule) for rule, form in lines.items() if form.fullmatch(line)}
            fired |= {("tails", rule) for rule, form in tails.items() if len(line) < 60 and form.fullmatch(line)}
        for rule in fired & found.keys():
            found[rule].add(name)
    return found


def scores(pages: list[Sample]) -> Scores:
    """By file, where something is expected."""
    found = ((page.file, score(page, ours(page))) for page in pages)
    return {file: value for file, value in found if value is not None}


def main() -> None:
    """Print the table."""
    if not SHARED.is_dir():
        sys.exit("no development data beside the project: ../shared/real/pages")
    pages = samples()
    fires = support(pages)
    own = defaultdict(set)
    for rule, names in fires.items():
        if len(names) == 1:
            own[next(iter(names))].add(rule)
    base = scores(pages)
    unseen = dict(base)
    for name, rules in own.items():
        with only(fires.keys() - rules):
            unseen |= scores([page for page in pages if publisher(page) == name])
    print(f"{len({publisher(page) for page in pages})} publishers; {sum(map(len, own.values()))} of {len(fires)} rules")
    print(f"fire on one publisher's pages only ({len(own)} publishers).\n")
    print(f"| read | {' | '.join(LANGUAGES)} |\n| --- |{' ---: |' * len(LANGUAGES)}")
    _row("as it is", base, pages)
    _row("without what only the page's publisher taught", unseen, pages)
    with only({rule for rule in fires if rule[0] not in ("lines", "tails")}):
        _row("without any rule on paragraphs", scores(pages), pages)
    for name, values in THRESHOLDS.items():
        kept = getattr(page_text, name)
        for value in values:
            setattr(page_text, name, value)
            _row(f"{name} {value} for {kept}", scores(pages), pages)
        setattr(page_text, name, kept)


def _row(name: str, found: Scores, pages: list[Sample]) -> None:
    by_language = (
        [found[page.file] for page in pages if page.lang == lang and page.file in found] for lang in LANGUAGES
    )
    print(f"| {name} | {' | '.join(f'{100 * mean(values):.1f}' for values in by_language)} |", flush=True)


if __name__ == "__main__":
    main()
