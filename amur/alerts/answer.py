"""What became of one attempt to deliver, in words that hold no secret."""

from __future__ import annotations

from typing import Literal

import msgspec

#: `again` may succeed later; `never` is about this message; `closed` is about the address: it refuses for good.
Verdict = Literal["taken", "again", "never", "closed"]

#: HTTP statuses that say the address itself refuses: a person must look.
CLOSED = {401: "unauthorised", 403: "forbidden", 404: "not there", 410: "gone for good"}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict, why, and how long the receiver asks to wait (seconds); `taken` with a `why` was taken by some.

    `taken_by` marks those of several receivers that have the message now.
    """

    verdict: Verdict
    why: str = ""
    wait_s: float | None = None
    taken_by: frozenset[str] = frozenset()


TAKEN = Answer(verdict="taken")


def of_status(status: int, wait_s: float | None = None) -> Answer:
    """What an HTTP status means for a message; `wait_s` is what the receiver asks for."""
    if 200 <= status < 300:
        return TAKEN
    if status in CLOSED:
        return Answer(verdict="closed", why=f"answered {status} ({CLOSED[status]})")
    if 300 <= status < 400:
        return Answer(
            verdict="closed", why=f"answered {status} (moved; redirects are not followed, set the new address)"
        )
    if status in (408, 409, 425, 429) or status >= 500:
        return Answer(verdict="again", why=f"answered {status}", wait_s=wait_s)
    return Answer(verdict="never", why=f"answered {status}: it does not take this message")
