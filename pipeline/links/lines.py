"""Knows whose turn it is: one at a time before each host, a distance between two; must not know what is asked."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import Generic, TypeVar

_Asker = TypeVar("_Asker")


class Lines(Generic[_Asker]):
    """The lines before all hosts. `interval` is the seconds between the beginnings of two requests to a host; without
    it a host is asked many things at once."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self.waiting: dict[str, deque[_Asker]] = {}
        self.free_at: dict[str, float] = {}
        self.count = 0
        self._turns: list[tuple[float, str]] = []
        self._known: set[str] = set()
        """Hosts that have a turn, or are being asked."""

    def join(self, host: str, asker: _Asker) -> None:
        """Go to the end of the line before a host."""
        self.count += 1
        self.waiting.setdefault(host, deque()).append(asker)
        self._call(host)

    def _call(self, host: str) -> None:
        if host not in self._known and self.waiting.get(host):
            self._known.add(host)
            heappush(self._turns, (self.free_at.get(host, 0.0), host))

    def next(self, now: float) -> _Asker | None:
        """Who may ask now; None where nobody may."""
        while self._turns and self._turns[0][0] <= now:
            _, host = heappop(self._turns)
            if (free := self.free_at.get(host, 0.0)) > now:
                # Somebody was told to wait since.
                heappush(self._turns, (free, host))
                continue
            self.count -= 1
            asker = self.waiting[host].popleft()
            self.free_at[host] = now + self.interval
            if not self.interval:
                self._known.discard(host)
                self._call(host)
            return asker
        return None

    def answered(self, host: str, not_before: float = 0.0) -> None:
        """A host has answered, and may be asked again, not before a moment."""
        self.free_at[host] = max(self.free_at.get(host, 0.0), not_before)
        if self.interval:
            self._known.discard(host)
            self._call(host)

    def moment(self) -> float | None:
        """When the next turn is; None where nobody waits for one."""
        return self._turns[0][0] if self._turns else None

    def leave(self) -> list[_Asker]:
        """All who still wait, who go away."""
        left = [asker for line in self.waiting.values() for asker in line]
        self.waiting.clear()
        self._turns.clear()
        self.count = 0
        return left
