"""Work that waits: it ends by a signal without a word about its parts."""

from __future__ import annotations

import asyncio
import gc
import signal

import pytest

from pipeline.core import waiting
from pipeline.core.signals import Interrupted


async def _many(interrupted: bool) -> list[int]:
    async def one(number: int) -> int:
        await asyncio.sleep(0.001 * number)
        if interrupted and number == 3:
            raise Interrupted(signal.SIGINT)
        return number

    return await asyncio.gather(*map(one, range(8)))


def test_work_gives_what_it_gives() -> None:
    assert waiting.run(_many(interrupted=False)) == list(range(8))


def test_a_signal_comes_out_and_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Interrupted):
        waiting.run(_many(interrupted=True))
    gc.collect()
    assert caplog.text == ""
