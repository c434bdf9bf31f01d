"""The terminal: as wide as it is; a pipe or a file gets lines as wide as they need, so that nothing is cut.

What an article says never steers it: rich lets an escape character through, by which a headline could recolour,
retitle or overwrite what is on the screen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from ingest.unseen import CONTROL, HIDDEN


class Terminal(Console):
    """A console that leaves out the characters nobody sees, which have no width in its tables either."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is printed, piece by piece; rich's own control codes are pieces apart."""
        for piece in super().render(renderable, options):
            text = piece.text
            if piece.control or text.isprintable():
                yield piece
            else:
                yield Segment(HIDDEN.sub("", CONTROL.sub("", text)), piece.style)


def terminal() -> Console:
    """The console on standard output."""
    return Terminal(highlight=False) if sys.stdout.isatty() else Terminal(highlight=False, width=240)
