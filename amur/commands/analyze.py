"""`amur analyze`: JSON Lines articles in, analyses out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from transform.analyse import analyse as analyse_article
from transform.periods.days import publication_day
from transform.records import ENCODER, Article


def analyze(file: Path | None, *, screen: bool) -> int:
    """Exit status: 0, or 1 where a line was no article, or its day none that its periods could be read by."""
    status = 0
    out = sys.stdout.buffer
    for number, line in _lines(file):
        try:
            article = msgspec.json.decode(line, type=Article)
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
            print(f"amur: {file or 'standard input'}, line {number}: {error}", file=sys.stderr)
            status = 1
            continue
        if article.published and publication_day(article.published) is None:
            told = f"published {article.published[:40]!r} is no ISO 8601 date; read as if none were told"
            print(f"amur: {file or 'standard input'}, line {number}, {article.id[:40]}: {told}", file=sys.stderr)
            status = 1
        out.write(ENCODER.encode(analyse_article(article, screen=screen)) + b"\n")
    out.flush()
    return status


def _lines(file: Path | None) -> Iterator[tuple[int, bytes]]:
    source: BinaryIO = file.open("rb") if file else sys.stdin.buffer
    with source:
        for number, line in enumerate(source, 1):
            if line.strip():
                yield number, line
