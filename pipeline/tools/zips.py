"""Knows how to read hostile zip files and write reproducible ones; must not know what is in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from pipeline.core.reasons import Reason, ReasonedError

# The earliest date a zip can hold: an entry's time is no information of ours.
EPOCH = (1980, 1, 1, 0, 0, 0)
_COMPRESSED = (".png", ".jpg", ".jpeg")
MAX_ENTRIES = 5_000
MAX_BYTES = 512 * 2**20


class RefusedZip(ReasonedError):
    """The bytes are no zip, or unpack to more than a document can be."""


def entry(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """A zip entry that is the same on every machine: fixed date, mode 0644, made on Unix."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


def write(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of some files, in order, the same bytes for the same files; pixels, which are compressed already, as they
    are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(entry(name, stored=name.endswith(_COMPRESSED)), data, compresslevel=6)
    return out.getvalue()


def read(data: bytes) -> Mapping[str, bytes]:
    """The files of a zip by name.

    Raises:
        RefusedZip: for broken data, paths that leave the archive, or a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_BYTES:
                raise RefusedZip(Reason("unpacks_to_too_much"))
            if len({info.filename for info in infos}) < len(infos):
                # Readers differ in which of two they take.
                raise RefusedZip(Reason("damaged_inside"))
            if any(info.filename.startswith("/") or ".." in info.filename.split("/") for info in infos):
                raise RefusedZip(Reason("path_outside"))
            return {info.filename: archive.read(info) for info in infos}
    except RefusedZip:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise RefusedZip(Reason("damaged_inside")) from error
