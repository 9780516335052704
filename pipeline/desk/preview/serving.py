"""Knows which requests a preview answers, and whose: only the browser's of this machine that knows its address; must
not know how pages are made."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from pipeline.core.edition import RELEASE, Edition
from pipeline.core.opening import Unopened, read_within
from pipeline.desk.preview import shell
from pipeline.desk.preview.state import State, inside
from pipeline.tools import pdf_pictures

EDITIONS = {"release": RELEASE, "proof": Edition(proof=True), "print": Edition(for_print=True)}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'"
)
_MAX_BODY, _MAX_OUTPUT = 4096, 2**30
_SCALE = 1.6  # pixels a point
_PATIENCE = 20.0
"""Seconds after which a browser that waits is told that there is nothing new."""
_TYPES = {".pdf": "application/pdf", ".epub": "application/epub+zip"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Reply = tuple[HTTPStatus, str, bytes]


@dataclass
class Site:
    """What is served: the state of a preview, below a path that nobody can guess. `editor` is the command that opens a
    file, with `{file}` and `{line}` in it; empty for none."""

    root: Path
    state: State
    editor: tuple[str, ...]
    switch: Callable[[Edition], None]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def get(self, path: str, query: Mapping[str, list[str]]) -> Reply | None:
        """The answer to a question; None where there is nothing of that name."""
        state = self.state
        match path.split("/"):
            case [""]:
                return _found("text/html; charset=utf-8", shell.page(state.language, can_open=bool(self.editor)))
            case [("preview.js" | "preview.css") as name]:
                return _found(shell.TYPES[name], shell.part(name))
            case ["page"]:
                return _found("text/html; charset=utf-8", state.page)
            case ["pages"]:
                return _json({"count": pdf_pictures.count(self._output(".pdf"))})
            case ["pages", number] if number.isdecimal() and len(number) < 6:
                return _found("image/png", pdf_pictures.picture(self._output(".pdf"), int(number), _SCALE))
            case ["out", name]:
                output = next((row for row in state.background.outputs() if row.name == name), None)
                suffix = Path(name).suffix
                return _found(_TYPES.get(suffix, _WORD), self._output(suffix)) if output else None
            case ["news"]:
                after = query.get("after", ["0"])[0]
                news = state.wait(int(after) if after.isdecimal() and len(after) < 12 else 0, _PATIENCE)
                return _json(news or {})
        return None

    def post(self, path: str, said: Mapping[str, Any]) -> Reply | None:
        """What is done at the wish of the page, or of an editor."""
        match path, said:
            case "open", {"line": int(line)} if self.editor:
                name, line = self.state.home(line) if "file" not in said else (str(said["file"]), line)
                self._open(name, line)
            case "at", {"file": str(file), "line": int(line)}:
                self.state.point(file, line)
            case "edition", {"name": str(name)} if name in EDITIONS:
                self.switch(EDITIONS[name])
            case _:
                return None
        return _json({})

    def _open(self, name: str, line: int) -> None:
        path = inside(self.root, name)
        if path is not None:
            command = [part.replace("{file}", str(path)).replace("{line}", str(max(line, 1))) for part in self.editor]
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _output(self, suffix: str) -> bytes:
        background = self.state.background
        try:
            name = f"report{background.edition.suffix}{suffix}"
            return read_within(background.out / name, background.out, _MAX_OUTPUT)
        except Unopened:
            return b""


def start(site: Site, port: int) -> ThreadingHTTPServer:
    """A server on this machine's own address, which is not reached from any other."""
    return _Server(("127.0.0.1", port), partial(_Handler, site))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves before it has its answer is no fault."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Kanben", ""
    timeout = 60

    def __init__(self, site: Site, *given: Any) -> None:
        self.site = site
        super().__init__(*given)

    def do_GET(self) -> None:
        address, _, query = self.path.partition("?")
        path = self._allowed(address)
        if path == "" and not address.endswith("/"):
            # Copied without its end: below it lies what the page asks for.
            self._send((HTTPStatus.PERMANENT_REDIRECT, "text/plain; charset=utf-8", b""))
            return
        self._send(None if path is None else self.site.get(path, parse_qs(query)))

    def do_POST(self) -> None:
        path = self._allowed(self.path.partition("?")[0])
        length = self.headers.get("Content-Length", "")
        is_json = self.headers.get("Content-Type", "") == "application/json"
        if path is None or not is_json or not length.isdecimal() or int(length) > _MAX_BODY:
            self.close_connection = True
            self._send(None)
            return
        try:
            said = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            said = None
        self._send(self.site.post(path, said) if isinstance(said, dict) else None)

    def log_message(self, *_: object) -> None:
        """Nothing is logged: the terminal is for findings."""

    def _allowed(self, path: str) -> str | None:
        """What is asked for below the token; None unless it is asked by name of this machine, and by our own page or
        by no page at all: a page from elsewhere could bend its own name to this address."""
        port = self.connection.getsockname()[1]
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        is_own = self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        if host not in hosts or (origin is not None and origin != f"http://{host}") or not is_own:
            return None
        first, _, rest = path.removeprefix("/").partition("/")
        return rest if secrets.compare_digest(first.encode(), self.site.token.encode()) else None

    def _send(self, reply: Reply | None) -> None:
        status, kind, data = reply or (HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if status is HTTPStatus.PERMANENT_REDIRECT:
            self.send_header("Location", f"/{self.site.token}/")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if not self.path.partition("?")[0].endswith("/page"):
            # The page of the report has a policy of its own, which lets its fonts and its script be.
            self.send_header("Content-Security-Policy", _POLICY)
        self.end_headers()
        self.wfile.write(data)


def _found(kind: str, data: bytes) -> Reply | None:
    return (HTTPStatus.OK, kind, data) if data else None


def _json(value: Any) -> Reply:
    return HTTPStatus.OK, "application/json", json.dumps(value, ensure_ascii=False).encode()
