"""Read articles that are broken in every way we can think of, and list what broke.

    python -m bench.fuzz [--count N] [--seed N] [--jobs N]

Each text of `tests/golden` and of the sample site is mutated one to four times (see `MUTATIONS`) and analysed, every
other one with screening, every other one without. A failure is an exception, a finding whose offsets do not slice to
its quote, or a reading that takes more than `SLOWEST_MS` per kilobyte of UTF-8 of processor time. A failure is printed
with its number, by which `mutated` makes the same article again. Exit status 1 when anything failed.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from types import FrameType

import msgspec

from amur.sample.corpus import read_articles
from transform.analyse import analyse
from transform.records import ENCODER, Agreement, Analysis, Article, Development, Figure
from transform.text.language import detect
from transform.text.sentences import sound

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
#: Milliseconds of processor time per kilobyte; what is shorter than a kilobyte counts as one.
SLOWEST_MS = 50.0
#: How often the number of articles that were read is told.
PROGRESS = 5_000
#: Seconds of processor time after which a reading is broken off.
GIVE_UP_S = 20
#: What a run of one character, number or word is repeated to, in characters.
_LONG = (300, 3_000, 30_000, 100_000)

_SPACES = "\u00a0\u2009\u202f\u200b\u3000\ufeff\u2060\u00ad\t\r\n"
_MARKS = "()[]{}（）【】「」«»„“”‘’\"'《》〈〉‹›—–-−.,;:!?。，、；：！？%‰$€¥£₽/\\|•·*#&<>@"
_ODD = "\ud800\udfff\x00\x07\u202e\u0301\u0338🇷🇺👩‍👩‍👧🤝💰½¾Ⅷ①㈱㍿ﬁßİıЁё億萬兩〇零廿卅٣५๓²₂"
_NUMBERS = (
    "0", "-1", "1e308", "1E+9999", "9" * 400, "0.000000000000000000001", "1,2,3,4,5", "1.2.3.4", "1 2 3 4 5 6 7 8 9",
    "12:34:56", "３．１４", "一二三四五六七八九十百千万亿万亿兆", "亿亿亿亿", "万万万万", "半", "0/0", "1/0", "100%%",
    "million million million billion", "миллион миллиардов триллионов", "десятки сотен тысяч", "two and a half half",
    "twenty-twenty-twenty hundred thousand", "полтора полтора", "三分之零", "零分之三", "in 0.5 times", "в 0 раз",
)  # fmt: skip
_DATES = (
    "31 December 9999", "1 January 0001", "February 30, 2024", "0000-00-00", "31 февраля 9999 года", "в 0 году",
    "9999年12月31日", "0001年1月1日", "13月45日", "last year", "в прошлом году", "去年同期", "Q5 9999", "H3 0000",
    "за 99 месяцев 9999 года", "first 99 months of 9999", "by 9999", "к 10000 году", "2024–9999", "9999-0001年",
    "the 99th five-year plan", "以来", "今后一万年",
)  # fmt: skip
_PUBLISHED = (
    "9999-12-31", "0001-01-01", "9999-12-31T23:59:59+14:00", "2024-02-29", "not a date", "", "2024-13-45", None,
)  # fmt: skip


class Failure(msgspec.Struct, frozen=True):
    """What went wrong with which mutated article."""

    number: int
    what: str


@cache
def base_texts() -> tuple[Article, ...]:
    """The articles that are broken: golden ones, held-out ones and those of the sample site."""
    rows = [
        msgspec.convert(json.loads(line)["article"], Article)
        for path in sorted(GOLDEN.rglob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    sample = [
        Article(
            id=piece.id,
            title=piece.title,
            text="\n\n".join(block.text for block in piece.blocks),
            published=piece.head.published.isoformat(),
        )
        for piece in read_articles(2)
    ]
    return (*rows, *sample)


def _span(text: str, chance: random.Random, longest: int = 200) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.randint(1, longest))


def _put(text: str, chance: random.Random, added: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + added + text[at:]


def _sprinkled(text: str, chance: random.Random, stock: str) -> str:
    for _ in range(chance.randint(1, 30)):
        text = _put(text, chance, chance.choice(stock))
    return text


def _cut(text: str, chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:start] + text[end:]


def _doubled(text: str, chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:end] + text[start:end] * chance.choice((1, 1, 2, 9)) + text[end:]


def _swapped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 40) if letters else 0):
        one, other = chance.randrange(len(letters)), chance.randrange(len(letters))
        letters[one], letters[other] = letters[other], letters[one]
    return "".join(letters)


def _sentences_swapped(text: str, chance: random.Random) -> str:
    parts = text.split(chance.choice((". ", "。", "\n\n", ", ", "，", " ")))
    chance.shuffle(parts)
    return chance.choice((". ", "。", "\n\n", ", ", "\n", "")).join(parts)


def _case_changed(text: str, chance: random.Random) -> str:
    start, end = _span(text, chance, len(text) + 1)
    return text[:start] + chance.choice((str.upper, str.lower, str.title, str.swapcase))(text[start:end]) + text[end:]


def _full_width(text: str, chance: random.Random) -> str:
    start, end = _span(text, chance, 400)
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text[start:end])
    return text[:start] + wide + text[end:]


def _lookalikes(text: str, chance: random.Random) -> str:
    start, end = _span(text, chance, 400)
    return (
        text[:start] + text[start:end].translate(str.maketrans("aceopxyАВЕКМНОРСТХ", "асеорхуABEKMHOPCTX")) + text[end:]
    )


def _mixed(text: str, chance: random.Random) -> str:
    other = chance.choice(base_texts()).text
    start, end = _span(other, chance, 600)
    return _put(text, chance, other[start:end])


#: What is repeated until a text is long, beside words of its own.
_UNITS = (*"0123456789一亿(«.、 ", "1234567890", "1,", "1 ", "\n\n", "млн ", "and ", "по ", "to 5 ")


def _repeated(text: str, chance: random.Random) -> str:
    words = text.split() or ["слово"]
    own = chance.choice(words)
    unit = chance.choice((own, f"{own} ", *_UNITS))
    return _put(text, chance, unit * (chance.choice(_LONG) // len(unit)))


#: Ways to break a text; `_repeated` is rarer, for it makes texts of up to 100 KB.
MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _cut,
    _doubled,
    _swapped,
    _sentences_swapped,
    _case_changed,
    _full_width,
    _lookalikes,
    _mixed,
    lambda text, chance: _sprinkled(text, chance, _SPACES),
    lambda text, chance: _sprinkled(text, chance, _MARKS),
    lambda text, chance: _sprinkled(text, chance, "0123456789"),
    lambda text, chance: _sprinkled(text, chance, _ODD),
    lambda text, chance: text.replace(" ", chance.choice(_SPACES)),
    lambda text, chance: _put(text, chance, f" {chance.choice(_NUMBERS)} "),
    lambda text, chance: _put(text, chance, f" {chance.choice(_DATES)} "),
)


def mutated(number: int, seed: int = 0) -> Article:
    """The mutated article of that number; the same for the same number and seed."""
    chance = random.Random(f"{seed}/{number}")
    base = chance.choice(base_texts())
    title, text = base.title, base.text
    for _ in range(chance.randint(1, 4)):
        change = chance.choice(MUTATIONS)
        if chance.random() < 0.2:
            title = change(title, chance)
        else:
            text = change(text, chance)
    if chance.random() < 0.01:
        text = _repeated(text, chance)
    published = chance.choice(_PUBLISHED) if chance.random() < 0.2 else base.published
    language = chance.choice(("en", "ru", "zh", None, "fr")) if chance.random() < 0.2 else base.language
    return msgspec.structs.replace(base, title=title, text=text, published=published, language=language)


def _misplaced(article: Article, analysis: Analysis) -> Iterator[str]:
    found: Iterable[Figure | Agreement | Development] = (
        *analysis.figures, *analysis.agreements, *analysis.developments,
    )  # fmt: skip
    for finding in found:
        written = sound(article.title if finding.field == "title" else article.text)
        if written[finding.start : finding.end] != finding.quote:
            yield f"{finding.field}[{finding.start}:{finding.end}] is not {finding.quote!r}"


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"no end after {GIVE_UP_S} s")


def _time(article: Article, screen: bool) -> tuple[Analysis, float]:
    """The analysis and the milliseconds of processor time that it took; broken off after `GIVE_UP_S`."""
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, GIVE_UP_S)
    began = time.process_time()
    try:
        return analyse(article, screen=screen), 1000 * (time.process_time() - began)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def check(number: int, seed: int = 0) -> list[Failure]:
    """What fails when the mutated article of that number is read."""
    article, screened = mutated(number, seed), number % 2 == 0
    size = max(1.0, len((article.title + article.text).encode("utf-8", "surrogatepass")) / 1024)
    try:
        analysis, spent = _time(article, screened)
        ENCODER.encode(analysis)
        if spent > SLOWEST_MS * size:  # twice more: a neighbour on the same core is no fault of the text
            spent = min(spent, *(_time(article, screened)[1] for _ in range(2)))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return [Failure(number, f"{type(error).__name__} at {where}: {str(error)[:120]}")]
    failures = [Failure(number, told) for told in _misplaced(article, analysis)]
    if spent > SLOWEST_MS * size:
        failures.append(Failure(number, f"{spent / size:.0f} ms per kilobyte, {size:.1f} KB"))
    return failures


def _warm() -> None:
    """Rules compile and statistics of languages load once; that is no text's own time."""
    for text in (
        "il y a deux ans que la maison est là, entre le fleuve et la ville; " * 3,
        "градът е на брега на реката " * 5,
    ):
        detect(text)
    for article in base_texts()[::5]:
        analyse(article, screen=False)


def _checked(job: tuple[int, int]) -> list[Failure]:
    return check(*job)


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the failures and how many articles were read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    numbers = range(chosen.first, chosen.first + chosen.count)
    failed = 0
    with Pool(chosen.jobs, _warm) as pool:
        jobs = ((number, chosen.seed) for number in numbers)
        for done, failures in enumerate(pool.imap_unordered(_checked, jobs, chunksize=50), start=1):
            for failure in failures:
                failed += 1
                print(f"{failure.number}: {failure.what}", flush=True)
            if done % PROGRESS == 0:
                print(f"{done:,} of {chosen.count:,} read, {failed} failures", file=sys.stderr, flush=True)
    print(f"{chosen.count:,} mutated articles read, {failed} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
