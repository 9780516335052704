"""Knows bytes that outlive a run, each under the digest of what they were made from; must not know what they are.

What a folder holds may have come from anywhere. Each entry bears a code that only this user can make (RFC 2104, with a
secret of the user's own), so one that somebody else has made, or that is damaged, is none.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_CODE = hashlib.sha256().digest_size
_NAME = re.compile(r"[0-9a-f]{64}")
_SECRET = "KANBEN_CACHE_SECRET"
_MOST = 2**30
"""Bytes of the largest entry."""
_SHARE = 20
"""What is written between two looks at the limit is at most this part of it, in each process."""


class Store:
    """A folder of entries, at most `limit` bytes of them: the ones that were not asked for the longest go first.

    Nothing here raises: what cannot be read is not there, and what cannot be written is not kept.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self._secret = _secret()
        self._written = 0

    def get(self, key: str) -> bytes | None:
        """The bytes of a key; None where there are none, or none that can be trusted."""
        path = self.folder / key
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as stream:
                code, data = stream.read(_CODE), stream.read(_MOST)
            if hmac.compare_digest(code, self._code(key, data)):
                os.utime(path)
                return data
        except OSError:
            return None
        with suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes of a key, whole or not at all, whoever else does the same now."""
        with suppress(OSError):
            if self.folder.is_symlink():
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.folder / f"{key}.{secrets.token_hex(8)}"
            try:
                beside.write_bytes(self._code(key, data) + data)
                beside.replace(self.folder / key)
            finally:
                beside.unlink(missing_ok=True)
            self._written += _CODE + len(data)
            # To look at all of them costs more than to write one.
            if self._written * _SHARE > self.limit:
                self.trim()

    def entries(self) -> Iterator[Path]:
        """The files of all entries, and what is left of any that were not finished."""
        if not self.folder.is_symlink() and self.folder.is_dir():
            yield from (path for path in sorted(self.folder.iterdir()) if _NAME.fullmatch(path.name.partition(".")[0]))

    def trim(self) -> None:
        """Leave no more than the limit."""
        self._written, rows = 0, []
        for path in self.entries():
            with suppress(OSError):
                status = path.lstat()
                rows.append((status.st_mtime_ns, status.st_size, path))
        size = sum(row[1] for row in rows)
        for _, length, path in sorted(rows):
            if size <= self.limit:
                return
            with suppress(OSError):
                path.unlink()
                size -= length

    def _code(self, key: str, data: bytes) -> bytes:
        return hmac.digest(self._secret, key.encode() + b"\0" + data, "sha256")


def _secret() -> bytes:
    """What only this user knows: of the environment, or of a file that only the user can read, which is made here."""
    if given := os.environ.get(_SECRET):
        return given.encode()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    path = Path(base).expanduser() / "kanben" / "secret"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(secrets.token_bytes(32))
        status = path.lstat()
        data = path.read_bytes()
        if status.st_uid == os.getuid() and not status.st_mode & 0o077 and len(data) >= 32:
            return data
    # Nobody else's, and forgotten with this run: nothing is found again.
    return secrets.token_bytes(32)
