"""How soon a key that was typed is answered: findings of the language server, on the report and on a long one.

.venv/bin/python -m benchmarks.desk [--edits 50]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.bench import synthetic

ROOT = Path(__file__).resolve().parent.parent
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=50)
    edits = parser.parse_args().edits
    with tempfile.TemporaryDirectory() as name:
        for title, root in (("the report", ROOT), ("300 pages", synthetic(Path(name, "long"), LONG))):
            times = asyncio.run(typed(root, edits if root == ROOT else max(edits // 5, 6)))
            print(f"{title}: findings {statistics.median(times) * 1000:.0f} ms after a key (median of {len(times)})")


if __name__ == "__main__":
    main()
