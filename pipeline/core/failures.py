"""Knows what failures of the system and of Python's own readers mean, as reasons; must not know what was being done."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span

# What can happen to a file or a connection; what else the system says is quoted.
_ERRORS: Mapping[int, str] = {
    errno.ENOENT: "no_such_file",
    errno.EACCES: "not_permitted",
    errno.EPERM: "not_permitted",
    errno.EISDIR: "is_a_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "in_the_way",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "links_in_a_circle",
    errno.EIO: "broken_device",
    errno.EADDRINUSE: "port_taken",
    errno.ECONNREFUSED: "connection_refused",
    errno.ECONNRESET: "connection_broken",
    errno.EHOSTUNREACH: "host_out_of_reach",
    errno.ENETUNREACH: "host_out_of_reach",
}
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_MAX_WORDS = 300


class RemoteFault(Exception):
    """What went wrong in another process, as text: the name of the exception, its words, and its traceback."""

    def __init__(self, name: str, words: Reason | str, trace: str = "") -> None:
        super().__init__(name, words, trace)
        self.name, self.words, self.trace = name, words, trace

    def __str__(self) -> str:
        return self.words.said("en") if isinstance(self.words, Reason) else self.words


def fault_of(error: BaseException) -> Reason:
    """The reason of a fault of ours: its kind and its words, wherever it arose."""
    if isinstance(error, RemoteFault):
        return error.words if isinstance(error.words, Reason) else _fault(error.name, error.words)
    return _fault(type(error).__name__, str(error))


def reason_of(error: Exception) -> Reason:
    """The reason of an error; of one that is not known here, its kind, with its own words kept aside."""
    import subprocess
    import tomllib

    match error:
        case ReasonedError():
            return error.reason
        case UnicodeDecodeError():
            return Reason("not_utf8", byte=f"0x{error.object[error.start]:02X}")
        case tomllib.TOMLDecodeError():
            return _TOML.worded(_TOML_PLACE.sub("", str(error)))
        case json.JSONDecodeError():
            return Reason("broken_json", line=error.lineno, column=error.colno)
        case subprocess.TimeoutExpired():
            return Reason("took_too_long", seconds=f"{error.timeout:g}")
        case OSError():
            return _of_system(error)
    return _fault(type(error).__name__, str(error))


def _of_system(error: OSError) -> Reason:
    if known := _ERRORS.get(error.errno or 0):
        return Reason(known)
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return Reason("system_says", code=code, words=_line(error.strerror or str(error)))


def _fault(kind: str, words: str) -> Reason:
    return Reason("fault_of_ours", kind=kind, words=_line(words))


def quoted(who: str, words: str) -> Reason:
    """What an outside tool says and we have no words for: that it refused, with its own words kept aside."""
    return Reason("says", who=who, words=_line(words))


@dataclass(frozen=True)
class Phrases:
    """What a reader says when it refuses something, as patterns in the order they are tried, and the wording of each;
    groups are its blanks."""

    who: str
    rows: tuple[tuple[str, str], ...]

    def worded(self, words: str) -> Reason:
        """A refusal in our words; where we have none, its own are kept aside."""
        for pattern, name in self.rows:
            if found := re.search(pattern, words):
                return Reason(name, **found.groupdict(default=""))
        return quoted(self.who, words)


_TOML = Phrases(
    "TOML",
    (
        ("Cannot overwrite a value|Cannot declare|Cannot mutate|Cannot redefine|Duplicate inline", "toml_twice"),
        ("Expected '=' after a key|Invalid initial character for a key", "toml_pair"),
        ("Expected newline or end of document", "toml_line_end"),
        ("Expected '\\]' at|Expected '\\]\\]' at", "toml_table"),
        ("Unclosed|Unterminated|Expected", "toml_not_closed"),
        ("Invalid date", "toml_date"),
        ("Unescaped|Invalid hex|Escaped character", "toml_escape"),
        ("Illegal character|Found invalid character", "toml_character"),
        ("Invalid value|Invalid statement", "toml_value"),
    ),
)


def toml_place(error: Exception, file: str) -> Span:
    """Where a TOML file breaks, as far as its reader tells."""
    found = _TOML_PLACE.search(str(error))
    return Span(file, int(found[1]), int(found[2])) if found and found[1] else Span(file)


def _line(words: str) -> str:
    return " ".join(words.split())[:_MAX_WORDS]
