"""Work on many items at once, a few per host: one slow host delays its own items and nobody else's."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def in_lanes(
    items: Iterable[T], *, host: Callable[[T], str], work: Callable[[T], Awaitable[R]], per_host: int = 2
) -> AsyncIterator[R]:
    """Results in the order in which they get done.

    Each host has `per_host` lanes that take its items in the order given. Results wait in a short queue, so a
    slow reader of this iterator slows the lanes down instead of filling memory. What `work` raises is raised here.
    """
    queues: dict[str, deque[T]] = {}
    for item in items:
        queues.setdefault(host(item), deque()).append(item)
    results: asyncio.Queue[tuple[bool, R | BaseException | None]] = asyncio.Queue(maxsize=64)

    async def lane(queue: deque[T]) -> None:
        try:
            while queue:
                await results.put((True, await work(queue.popleft())))
        except Exception as error:
            await results.put((False, error))
        else:
            await results.put((False, None))

    tasks = [asyncio.create_task(lane(queue)) for queue in queues.values() for _ in range(min(per_host, len(queue)))]
    running = len(tasks)
    try:
        while running:
            is_result, value = await results.get()
            if is_result:
                yield value  # type: ignore[misc]
            elif isinstance(value, BaseException):
                raise value
            else:
                running -= 1
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
