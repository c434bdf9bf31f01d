"""A desk with two receivers, whose rules are written, broken and mended, and what each load tells them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from amur.alerts.deliver import deliver
from amur.settings import Settings
from tests.alert_house import house, story, take_in
from tests.receivers import Receiver
from warehouse.records import ArticleRow

#: A while ago, so that every message is due.
START = datetime.now(UTC) - timedelta(hours=1)
GOOD = '[[rule]]\nname = "good"\nto = ["AMUR_ALERT_TO"]\n'
OWN = '[[rule]]\nname = "own"\nto = ["desk"]\n'


class Desk:
    """A receiver of AMUR_ALERT_TO, and one that is the channel `desk` of the rules file."""

    def __init__(self, folder: Path, everyone: Receiver, own: Receiver) -> None:
        self.folder, self.everyone, self.own, self.loads = folder, everyone, own, 0
        self.channel = f'[channel.desk]\nurl = "{own.hook}"\n'

    @property
    def settings(self) -> Settings:
        return house(self.folder, self.everyone.hook, alerts_file=self.folder / "alerts.toml")

    def rules(self, text: str) -> None:
        (self.folder / "alerts.toml").write_text(text, encoding="utf-8")

    def load(self, *articles: ArticleRow, **more: Any) -> tuple[list[str], list[str]]:
        """What the two receivers got."""
        self.loads += 1
        before = [len(one.documents) for one in (self.everyone, self.own)]
        take_in(self.settings, *articles, key=f"b{self.loads}", now=self.now(), **more)
        deliver(self.settings)
        first, second = (
            [_said(told) for document in one.documents[count:] for told in document["alerts"]]
            for one, count in zip((self.everyone, self.own), before, strict=True)
        )
        return first, second

    def deal(self, number: int, status: str = "signed", millions: int = 5, **more: Any) -> ArticleRow:
        quote = f"Version {self.loads}: {number} {status}."
        worth = {"value": Decimal(millions * 1_000_000), "unit": "USD"}
        return story(number, status, key=f"a{number}-{status}", quote=quote, now=self.now(), **worth, **more)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.loads)


def _said(told: dict[str, Any]) -> str:
    """ "A1 signed 5" or "A1 value 5 > 3": in millions."""
    number = f"A{int(told['agreement_id'][1:])}"
    if told["corrected"]:
        pairs = [f"{field} {' > '.join(pair)}" for field, pair in told["corrected"].items()]
        return f"{number} {'; '.join(pairs)}".replace("000000 USD", "")
    return f"{number} {told['stage']} {float(told['agreement']['value']) / 1e6:.0f}"
