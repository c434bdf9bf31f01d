"""What goes wrong in one channel stays there: the others get theirs once, whatever it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amur.alerts import attempts
from amur.alerts.channels import Channel
from amur.alerts.deliver import _Delivering, deliver
from amur.alerts.message import compose
from amur.alerts.transport import transport
from amur.alerts.webhook import Webhook
from amur.errors import Refusal
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from warehouse.outbox.dispatch import Alert
from warehouse.readers.publish import publish

SMTP = "mode=insecure&smtp=127.0.0.1"


def test_an_error_that_nobody_foresaw_stops_no_other_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 0.05)
    whole = Webhook._request

    with Receiver("slow") as good, Receiver() as bad:

        def surprise(self: Webhook, message: Any) -> Any:
            return 1 + "" if self._port == bad.port else whole(self, message)  # type: ignore[operator]

        monkeypatch.setattr(Webhook, "_request", surprise)
        settings = house(tmp_path, f"{bad.hook} {good.hook}")
        take_in(settings, *(story(number) for number in range(3)))
        for _ in range(2):
            deliver(settings, patience_s=0)
        assert len(good.requests) == len(good.keys) == 3
    tried = ask(
        settings, "SELECT DISTINCT outcome, split_part(error, ' ', -1) FROM alert_attempt WHERE outcome <> 'sent'"
    )
    assert tried == [("failed", "(TypeError)")]


def test_a_delivery_that_breaks_off_marks_what_the_others_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step, steps = _Delivering._step, []

    def broken(self: _Delivering, connection: Any) -> Any:
        steps.append(1)
        if len(steps) == 2:
            raise KeyboardInterrupt
        return step(self, connection)

    with Receiver("slow") as slow, Receiver() as quick:
        settings = house(tmp_path, f"{slow.hook} {quick.hook}")
        take_in(settings, *(story(number) for number in range(3)))
        with monkeypatch.context() as patch:
            patch.setattr(_Delivering, "_step", broken)
            with pytest.raises(KeyboardInterrupt):
                deliver(settings)
        publish(settings.home)
        assert ask(settings, "SELECT DISTINCT lease_owner FROM store.alert") == [(None,)]
        deliver(settings)
        for receiver in (slow, quick):
            assert len(receiver.requests) == len(receiver.keys) == 3


@pytest.mark.parametrize("title", ["{{ value_usd / 1e9 }} bn", "{{ value_usd | round }}", "{{ stage : {{ x"])
def test_a_title_that_a_row_can_t_fill_is_named(title: str) -> None:
    found = Alert(
        alert_id=1, agreement_id="", stage="found", kind="finding", rule="worth", channel="desk", attempts=0,
        created_at=datetime.now(UTC), idempotency_key="k", payload='{"row": {"value_usd": null}}',
    )  # fmt: skip
    with pytest.raises(Refusal, match=r"rule worth\.title: "):
        compose([found], finding_title=title)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"mailto://127.0.0.1?from=a@x.org&to=desk_x.org&{SMTP}", "names no recipient"),
        (f"mailto://127.0.0.1?from=a@x.org&to=иван@y.org&{SMTP}", "names no recipient"),
        (f"mailto://me:%D0%BF%D0%B0%D1%80@127.0.0.1?from=a@x.org&to=b@y.org&{SMTP}", "letters beyond ASCII"),
    ],
)
def test_an_address_by_which_no_mail_can_go_is_refused(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        transport(Channel(name="desk", url=url), 5.0)
