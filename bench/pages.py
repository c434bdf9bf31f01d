"""Page reading: quality by language and speed, beside trafilatura's defaults, trafilatura fast and resiliparse.

Quality is the mean F1 of four-word shingles (four-character ones where words aren't spaced) between a page's text and
the expected one; where a suite only gives segments, F1 over those that must and must not occur; where it gives the
beginning, the recall of it. Pages without an expected text count for speed only.

Run: `python -m bench.pages [--only NAME] [--worst N]`, with the development data beside the project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import msgspec
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from ingest.encoding import decode
from ingest.markup import paragraphs
from ingest.page import read_page

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "real" / "pages"
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


class Sample(msgspec.Struct):
    """A page and what is known of it."""

    file: str
    lang: str
    url: str
    kind: str
    body: bytes
    truth: dict[str, object]


def samples() -> list[Sample]:
    """All pages; the languages the project reads by name, the others together."""
    out = []
    for line in (SHARED / "pages.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        body = gzip.decompress((SHARED / row["file"]).read_bytes())
        lang = row["lang"] if row["lang"] in ("en", "ru", "zh") else "other"
        url = row.get("url") or "https://example.com/page.html"
        out.append(Sample(row["file"], lang, url, row["truth_kind"], body, row["truth"] or {}))
    return out


def ours(sample: Sample) -> str:
    """This project's reading."""
    return read_page(sample.body, content_type="text/html", url=sample.url).text


def default(sample: Sample) -> str:
    """trafilatura as it comes."""
    return trafilatura.extract(sample.body) or ""


def fast(sample: Sample) -> str:
    """trafilatura without its fallbacks."""
    return trafilatura.extract(sample.body, fast=True, include_comments=False) or ""


def resili(sample: Sample) -> str:
    """resiliparse, main content."""
    text = decode(sample.body, "text/html").text
    found: str = extract_plain_text(text, main_content=True, alt_texts=False, links=False)
    return found


READERS: dict[str, Callable[[Sample], str]] = {
    "ours": ours, "trafilatura": default, "trafilatura fast": fast, "resiliparse": resili,
}  # fmt: skip


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Four-token runs, casefolded; single characters are tokens where the script has no spaces."""
    tokens: list[str] = []
    for word in _WORD.findall(text.casefold()):
        tokens.extend(word if _UNSPACED.search(word) else [word])
    size = min(4, max(1, len(tokens)))
    return Counter(tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1))


def score(sample: Sample, text: str) -> float | None:
    """0..1, or None where nothing is expected."""
    truth = sample.truth
    if sample.kind in ("full_text", "expected_html"):
        wanted = truth.get("text") or paragraphs(str(truth.get("expected_html") or ""))
        return _f1(shingles(str(wanted)), shingles(text)) if wanted else None
    if sample.kind == "text_prefix":
        want, got = shingles(str(truth["text"])), shingles(text)
        return sum((want & got).values()) / max(1, sum(want.values()))
    if sample.kind == "with_without_segments":
        folded = " ".join(text.split())
        must = [" ".join(part.split()) in folded for part in _strings(truth.get("with"))]
        wrong = [" ".join(part.split()) in folded for part in _strings(truth.get("without"))]
        hits = sum(must)
        return 2 * hits / max(1, 2 * hits + len(must) - hits + sum(wrong))
    return None


def _strings(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []


def _f1(want: Counter[tuple[str, ...]], got: Counter[tuple[str, ...]]) -> float:
    both = sum((want & got).values())
    total = sum(want.values()) + sum(got.values())
    return 2 * both / total if total else 1.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="one reader")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages where ours is furthest below")
    chosen = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("no development data beside the project: ../shared/real/pages")
    pages = samples()
    results: dict[str, dict[str, list[float]]] = {}
    speed: dict[str, float] = {}
    single: dict[str, dict[str, float]] = defaultdict(dict)
    for name, reader in READERS.items():
        if chosen.only in (None, name):
            results[name], speed[name] = _run(name, reader, pages, single)
    print(render(results, speed, pages))
    if chosen.worst and "trafilatura" in results:
        ranked = sorted(single, key=lambda file: single[file].get("ours", 0) - single[file].get("trafilatura", 0))
        for file in ranked[: chosen.worst]:
            print(f"{single[file].get('ours', 0):.2f} against {single[file].get('trafilatura', 0):.2f}  {file}")


def _run(
    name: str, reader: Callable[[Sample], str], pages: list[Sample], single: dict[str, dict[str, float]]
) -> tuple[dict[str, list[float]], float]:
    scores: dict[str, list[float]] = defaultdict(list)
    texts: list[str] = []
    started = time.process_time()
    for page in pages:
        try:
            texts.append(reader(page))
        except Exception:  # a peer that fails on a page has no text for it
            texts.append("")
    took = time.process_time() - started
    for page, text in zip(pages, texts, strict=True):
        value = score(page, text)
        if value is not None:
            scores[page.lang].append(value)
            single[page.file][name] = value
    return scores, len(pages) / took


def render(results: dict[str, dict[str, list[float]]], speed: dict[str, float], pages: list[Sample]) -> str:
    """Markdown: a row a reader."""
    languages = ("en", "ru", "zh", "other")
    first = next(iter(results.values()))
    head = " | ".join(f"{lang} ({len(first.get(lang, []))})" for lang in languages)
    lines = [f"| reader | {head} | all | pages/s | times trafilatura |", "| --- |" + " ---: |" * 7]
    for name, scores in results.items():
        cells = [f"{100 * mean(scores[lang]):.1f}" if scores.get(lang) else "" for lang in languages]
        every = [value for lang in languages for value in scores.get(lang, [])]
        base = speed.get("trafilatura", speed[name])
        lines.append(
            f"| {name} | {' | '.join(cells)} | {100 * mean(every):.1f} | {speed[name]:.0f} | {speed[name] / base:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
