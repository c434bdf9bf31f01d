"""How far a long job is: bars on a terminal, a line a step elsewhere, nothing in tests and tasks."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Protocol


class Progress(Protocol):
    """What steps tell: a step begins with its total (None: unknown), advances, ends with a remark."""

    def begin(self, step: str, total: int | None) -> None: ...
    def advance(self, step: str, count: int = 1) -> None: ...
    def end(self, step: str, remark: str = "") -> None: ...


class Silent:
    """Tells nobody."""

    def begin(self, step: str, total: int | None) -> None: ...
    def advance(self, step: str, count: int = 1) -> None: ...
    def end(self, step: str, remark: str = "") -> None: ...


class Lines:
    """One line on standard error as each step ends, with its seconds: for logs and pipes."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}

    def begin(self, step: str, total: int | None) -> None:
        self._began[step] = time.monotonic()

    def advance(self, step: str, count: int = 1) -> None: ...

    def end(self, step: str, remark: str = "") -> None:
        took = time.monotonic() - self._began.pop(step, time.monotonic())
        print(f"{step}: {remark} ({took:.1f} s)", file=sys.stderr, flush=True)


class Bars:
    """A bar a step on standard error; use as a context manager so that the terminal is left clean."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        self._bars = RichProgress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[remark]}"),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, object] = {}

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bars.stop()

    def begin(self, step: str, total: int | None) -> None:
        self._tasks[step] = self._bars.add_task(step, total=total, remark="")

    def advance(self, step: str, count: int = 1) -> None:
        self._bars.advance(self._tasks[step], count)  # type: ignore[arg-type]

    def end(self, step: str, remark: str = "") -> None:
        task = self._tasks[step]
        done = next(t.completed for t in self._bars.tasks if t.id == task)
        self._bars.update(task, total=done, completed=done, remark=remark)  # type: ignore[arg-type]
