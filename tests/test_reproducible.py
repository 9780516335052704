"""The same source gives the same bytes, whatever the hash seed, the time zone, the locale and the number of processes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT, ROOT

SETTINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"},
)


def test_bytes_are_the_same(tmp_path: Path) -> None:
    digests = []
    for number, setting in enumerate(SETTINGS):
        out = tmp_path / str(number)
        command = [
            sys.executable,
            "-m",
            "pipeline",
            "build",
            "--project",
            str(PROJECT),
            "--out",
            str(out),
            "--jobs",
            str(number + 1),
            "--quiet",
        ]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **setting}, check=True, capture_output=True)
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())})
    assert digests[0] == digests[1]
    assert len(digests[0]) == 4


def test_what_is_kept_changes_nothing(built: Path, tmp_path: Path) -> None:
    """The PDF is the same byte for byte where WeasyPrint works everything out anew."""
    code = (
        "from pipeline.typesetting import box_cache, objects, patches, shared_styles, text_cache\n"
        "caches = {module.__name__ for module in (box_cache, shared_styles, text_cache)}\n"
        "needed = tuple(row for row in patches.PATCHES if row.replacement.__module__ not in caches)\n"
        "assert 0 < len(needed) < len(patches.PATCHES)\n"
        "patches.PATCHES = needed\n"
        "objects.write_once = lambda pdf: None\n"
        "from pipeline.commands.cli import main\n"
        f"main(['build', 'pdf', '--project', {str(PROJECT)!r}, '--out', {str(tmp_path)!r}, '--jobs', '1', '--quiet'])"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    assert (tmp_path / "report.pdf").read_bytes() == (built / "out/report.pdf").read_bytes()
