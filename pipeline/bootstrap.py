"""Knows how a bare Debian or Ubuntu machine becomes one that can build and test; uses the standard library alone.

Run by the Makefile: `python3 pipeline/bootstrap.py [build|test]`. It says what it installs; where it may not, it
prints the command.
With `system-` before the purpose only the system packages are installed, which a root user does for others.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"build": "requirements.lock", "test": "requirements-dev.lock"}
# Debian package by what it brings: a shared library, a font family, a program or a file.
PACKAGES: Mapping[str, Mapping[str, str]] = {
    "build": {
        "library:libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
        "library:libharfbuzz-subset.so.0": "libharfbuzz-subset0",
        "program:fc-match": "fontconfig",
        "font:Noto Serif CJK SC": "fonts-noto-cjk",
        "font:Noto Sans CJK SC": "fonts-noto-cjk",
        "font:TeX Gyre Termes": "fonts-texgyre",
        "font:DejaVu Sans Mono": "fonts-dejavu-core",
        "font:LXGW WenKai": "fonts-lxgw-wenkai",
    },
    "test": {
        "program:dot": "graphviz",
        "program:java": "default-jre-headless",
        "program:soffice": "libreoffice-writer",
        "program:chromium|chromium-browser|google-chrome": "chromium",
        "program:pdftoppm": "poppler-utils",
        "program:gs": "ghostscript",
        "file:/usr/share/java/jaxb-api.jar": "libjaxb-java",
    },
}


def main(purpose: str) -> int:
    """Set up for `build` or `test`; the exit code is 4 where something is missing that cannot be installed here."""
    system_only, purpose = purpose.startswith("system-"), purpose.removeprefix("system-")
    if sys.version_info < (3, 11):  # noqa: UP036 (this file meets the machine's own Python)
        print("kanben: Python 3.11 or newer is needed")
        return 4
    wanted = ["build"] if purpose == "build" else ["build", "test"]
    missing = sorted({package for name in wanted for need, package in PACKAGES[name].items() if not _is_there(need)})
    if not _has_venv():
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if missing and not _install(missing):
        return 4
    if system_only or _install_locked(ROOT / LOCKS[purpose]):
        return 0
    return 4


def _is_there(need: str) -> bool:
    kind, _, name = need.partition(":")
    if kind == "program":
        return any(shutil.which(program) for program in name.split("|"))
    if kind == "file":
        return Path(name).exists()
    if kind == "font":
        return shutil.which("fc-list") is not None and bool(_output(["fc-list", name, "family"]).strip())
    return name in _output(["/sbin/ldconfig", "-p"])


def _output(command: Sequence[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _has_venv() -> bool:
    if (VENV / "bin" / "python").exists():
        return True
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def _install(packages: Sequence[str]) -> bool:
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        print(f"kanben: this is no Debian or Ubuntu; please install what these packages hold: {' '.join(packages)}")
        return False
    if os.geteuid() != 0:
        print(f"kanben: system packages are missing. Please run:\n  sudo apt-get update && sudo {command}")
        return False
    print(f"kanben: installing system packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for part in ("apt-get update -q", command + " -q"):
        result = subprocess.run(part.split(), env=environment, stdout=subprocess.DEVNULL, check=False)
        if result.returncode != 0:
            print(f"kanben: this failed: {part}")
            return False
    return True


def _install_locked(lock: Path) -> bool:
    """Make the venv and install the locked packages, once for each state of the lock files; whether that went well."""
    python = VENV / "bin" / "python"
    stamp = VENV / f".installed-{lock.name}"
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == digest and (VENV / "bin" / "kanben").exists():
        return True
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    steps = [] if python.exists() else [("making .venv", [sys.executable, "-m", "venv", str(VENV)])]
    # The lock is whole. A resolver would look beyond it: pip 23 takes `name[extra]` of a dependency for a package
    # without a pin.
    steps.append((f"installing the packages of {lock.name}", [*pip, "--require-hashes", "--requirement", str(lock)]))
    steps.append(("installing kanben itself", [*pip, "--no-build-isolation", "--editable", str(ROOT)]))
    for title, command in steps:
        print(f"kanben: {title}", flush=True)
        if subprocess.run(command, check=False).returncode != 0:
            print(f"kanben: this failed: {' '.join(command)}")
            return False
    stamp.write_text(digest)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "build"))
