"""How soon what is typed is answered: findings of the language server, and words, block and page of the preview in Chromium,
on the report and on a long one.

.venv/bin/python -m benchmarks.desk [--edits 50]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.bench import synthetic

ROOT = Path(__file__).resolve().parent.parent
_PROSE = re.compile(r"(?<=\n)[\u4e00-\u9fff]{16}")
LONG = 26
"""How many times the body of the report stands in the long one: about 300 pages."""


class Client:
    """A client of the server that speaks as little of its protocol as is needed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process, self.number = process, 0

    async def send(self, method: str, params: dict[str, Any], *, is_question: bool = False) -> None:
        self.number += is_question
        body = {"jsonrpc": "2.0", "method": method, "params": params, **({"id": self.number} if is_question else {})}
        data = json.dumps(body, ensure_ascii=False).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        await self.process.stdin.drain()

    async def receive(self, method: str = "") -> dict[str, Any]:
        """The next message of a method, or the next answer."""
        stream = self.process.stdout
        assert stream is not None
        while True:
            head = (await stream.readuntil(b"\r\n\r\n")).decode()
            length = next(
                int(row.split(":")[1]) for row in head.split("\r\n") if row.lower().startswith("content-length")
            )
            message: dict[str, Any] = json.loads(await stream.readexactly(length))
            if message.get("method", "") == method:
                return message


@asynccontextmanager
async def client(root: Path) -> AsyncIterator[Client]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "pipeline",
        "lsp",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    made = Client(process)
    await made.send("initialize", {"capabilities": {}, "processId": None, "rootUri": root.as_uri()}, is_question=True)
    await made.receive()
    await made.send("initialized", {})
    try:
        yield made
    finally:
        await made.send("shutdown", {}, is_question=True)
        await made.send("exit", {})
        await process.wait()


async def typed(root: Path, edits: int) -> list[float]:
    """Seconds from each change of one letter to the findings that it makes, or takes away."""
    path = root / "source" / "report.md"
    text = path.read_text("utf-8")
    uri, found = path.as_uri(), []
    async with client(root) as desk:
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        await desk.send("textDocument/didOpen", {"textDocument": item})
        await desk.receive("textDocument/publishDiagnostics")
        for number in range(edits):
            changed = text if number % 2 else f"{text}\n见 @sec-none-{number}。\n"
            file = {"uri": uri, "version": number + 2}
            start = time.perf_counter()
            await desk.send("textDocument/didChange", {"textDocument": file, "contentChanges": [{"text": changed}]})
            while True:
                shown = (await desk.receive("textDocument/publishDiagnostics"))["params"]
                codes = [row["code"] for row in shown["diagnostics"]]
                if shown["uri"] == uri and ("XRF101" in codes) == (number % 2 == 0):
                    break
            found.append(time.perf_counter() - start)
            await asyncio.sleep(0.3)
    return found


SHOWN = {"words": "typed", "block": "patched", "page": "made"}
"""What is waited for, and the attribute of the preview that tells it."""


def saved(root: Path, edits: int) -> dict[str, list[float]]:
    """Seconds from each save to the changed words on the screen of a browser, to their block as it is made, and to the
    page that is made of them."""
    from playwright.sync_api import sync_playwright

    path = root / "source" / "report.md"
    times: dict[str, list[float]] = {what: [] for what in SHOWN}
    text = path.read_text("utf-8")
    # In the middle of a line of prose in the middle of the report.
    places = [found.start() + 8 for found in _PROSE.finditer(text)]
    place = places[len(places) // 2]
    command = [sys.executable, "-m", "pipeline", "preview", "--no-browser", "--project", str(root)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = next(part for part in process.stdout.readline().split() if part.startswith("http"))
        try:
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                page = browser.new_page()
                page.goto(address)
                page.wait_for_selector("body[data-shown]", timeout=120_000)
                for number in range(edits):
                    # Before the other formats are begun.
                    time.sleep(0.5)
                    before = {name: page.get_attribute("body", f"data-{name}") for name in SHOWN.values()}
                    start = time.perf_counter()
                    path.write_text(f"{text[:place]}第{number}次{text[place:]}", "utf-8")
                    for what, name in SHOWN.items():
                        page.wait_for_selector(f'body:not([data-{name}="{before[name]}"])', timeout=120_000)
                        times[what].append(time.perf_counter() - start)
                browser.close()
        finally:
            process.terminate()
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=50)
    edits = parser.parse_args().edits
    with tempfile.TemporaryDirectory() as name:
        own = Path(name, "own")
        shutil.copytree(ROOT / "source", own / "source")
        for title, root in (("the report", own), ("300 pages", synthetic(Path(name, "long"), LONG))):
            count = edits if root == own else max(edits // 5, 6)
            times = asyncio.run(typed(root, count))
            print(
                f"{title}: findings {statistics.median(times) * 1000:.0f} ms after a key (median of {count})",
                flush=True,
            )
            for what, found in saved(root, count).items():
                median = statistics.median(found) * 1000
                print(f"{title}: {what} {median:.0f} ms after a save (median of {count})", flush=True)


if __name__ == "__main__":
    main()
