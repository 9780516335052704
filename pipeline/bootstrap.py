"""Knows how a bare Debian or Ubuntu machine becomes one that can build and test; uses the standard library alone.

Run by the Makefile: `python3 pipeline/bootstrap.py [build|test]`. It says what it installs, in how many steps and how
much there is to fetch; where it may not, it prints the command. It is silent where nothing is to be done.
With `system-` before the purpose only the system packages are installed, which a root user does for others.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"build": "requirements.lock", "test": "requirements-dev.lock"}
# The judges that come from npm; `kanben check --gate` asks them.
GATES = ROOT / "tools/gates"
# What the packages of a lock are to fetch, in MB on Linux: `pip download --requirement LOCK`, then `du -m`.
WEIGHTS = {"build": 145, "test": 335}
GATES_WEIGHT = 127
# Debian package by what it brings: a shared library, a font family, a program or a file.
PACKAGES: Mapping[str, Mapping[str, str]] = {
    "build": {
        "library:libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
        "library:libharfbuzz-subset.so.0": "libharfbuzz-subset0",
        "program:fc-match": "fontconfig",
        "font:Noto Serif CJK SC": "fonts-noto-cjk",
        "font:Noto Sans CJK SC": "fonts-noto-cjk",
        "font:TeX Gyre Termes": "fonts-texgyre",
        "font:TeX Gyre Heros": "fonts-texgyre",
        "font:TeX Gyre Termes Math": "fonts-texgyre-math",
        "font:DejaVu Sans Mono": "fonts-dejavu-core",
        "font:LXGW WenKai": "fonts-lxgw-wenkai",
    },
    "test": {
        "program:dot": "graphviz",
        "program:java": "default-jre-headless",
        "program:soffice": "libreoffice-writer",
        "program:node": "nodejs",
        "program:npm": "npm",
        "file:/usr/lib/libreoffice/program/libsmlo.so": "libreoffice-math",
        "file:/usr/lib/python3/dist-packages/uno.py": "python3-uno",
        "program:chromium|chromium-browser|google-chrome": "chromium",
        "program:pdftoppm": "poppler-utils",
        "program:gs": "ghostscript",
        "program:git": "git",
        # The Node.js that playwright brings.
        "library:libatomic.so.1": "libatomic1",
        "file:/usr/share/java/jaxb-api.jar": "libjaxb-java",
    },
}


@dataclass(frozen=True)
class Step:
    """A command of the set-up, what it does, and how much there is to fetch where that can be told beforehand."""

    title: str
    command: Sequence[str]
    size: Callable[[], str] = lambda: ""
    done: Callable[[], object] = lambda: None


def main(purpose: str) -> int:
    """Set up for `build` or `test`; the exit code is 4 where something is missing that cannot be installed here."""
    system_only, purpose = purpose.startswith("system-"), purpose.removeprefix("system-")
    if sys.version_info < (3, 11):  # noqa: UP036 (this file meets the machine's own Python)
        print("kanben: Python 3.11 or newer is needed")
        return 4
    wanted = ["build"] if purpose == "build" else ["build", "test"]
    missing = sorted({package for name in wanted for need, package in PACKAGES[name].items() if not _is_there(need)})
    # Others make a .venv of their own.
    if not (_has_ensurepip() or ((VENV / "bin/pip").exists() and not system_only)):
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if missing and not _may_install(missing):
        return 4
    steps = _system_steps(missing) if missing else []
    # What the tests need holds what a build needs.
    locked = [] if system_only or any(_is_installed(name) for name in {purpose, "test"}) else _locked_steps(purpose)
    steps += locked
    if purpose == "test" and not system_only:
        steps += _gates_steps()
    for number, step in enumerate(steps, 1):
        if not _take(step, f"step {number} of {len(steps)}"):
            return 4
        step.done()
    return 0


def _take(step: Step, place: str) -> bool:
    """Say what a step does and do it; whether that went well."""
    size = step.size()
    print(f"kanben: {place}: {step.title}{size and f' ({size})'}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run(step.command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        print(f"{result.stdout}kanben: this failed: {' '.join(step.command)}")
    return result.returncode == 0


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
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _has_ensurepip() -> bool:
    """Whether Python can make a .venv, for which Debian has a package of its own."""
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def _may_install(packages: Sequence[str]) -> bool:
    """Whether packages can be installed here; where not, the reader is told what to do."""
    if shutil.which("apt-get") is None:
        print(f"kanben: this is no Debian or Ubuntu; please install what these packages hold: {' '.join(packages)}")
        return False
    if os.geteuid() == 0:
        return True
    print(f"kanben: {len(packages)} system packages are missing, and only root may install them. Please run as root:")
    sudo = "sudo " if shutil.which("sudo") else ""
    print(f"  {sudo}apt-get update && {sudo}{' '.join(_apt_install(packages))}")
    print("or ask whoever looks after this machine to; then give your command again.")
    return False


def _apt_install(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def _system_steps(packages: Sequence[str]) -> list[Step]:
    command = _apt_install(packages)
    title = f"installing system packages: {' '.join(packages)}"
    return [
        Step("fetching the list of system packages", ["apt-get", "update", "-q"]),
        Step(title, [*command, "-q"], lambda: _apt_size(command)),
    ]


def _apt_size(command: Sequence[str]) -> str:
    """How much apt would fetch, and how much room that takes, in its own words."""
    plan = _output([*(word for word in command if word != "-y"), "--assume-no"])
    # What apt has kept stands behind a stroke.
    found = re.search(
        r"Need to get (\S+ \w+)(?:/.+)? of archives.\nAfter this operation, (\S+ \w+) of additional", plan
    )
    return f"{found[1]} to fetch, {found[2]} on the disk" if found else ""


def _stamp(purpose: str) -> Path:
    return VENV / f".installed-{LOCKS[purpose]}"


def _digest(purpose: str) -> str:
    """What was installed: the state of the lock and of the project's own file."""
    return hashlib.sha256((ROOT / LOCKS[purpose]).read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def _is_installed(purpose: str) -> bool:
    files = (VENV / "bin/python", VENV / "bin/kanben", _stamp(purpose))
    return all(path.exists() for path in files) and _stamp(purpose).read_text() == _digest(purpose)


def _locked_steps(purpose: str) -> list[Step]:
    """Make the venv and install the locked packages into it."""
    lock = LOCKS[purpose]
    pip = [f"{VENV}/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    # The lock is whole. A resolver would look beyond it: pip 23 takes `name[extra]` of a dependency for a package
    # without a pin.
    locked = [*pip, "--require-hashes", "--requirement", str(ROOT / lock)]
    there = WEIGHTS["build"] if _is_installed("build") else 0
    size = f"about {WEIGHTS[purpose] - there} MB to fetch"
    steps = [
        Step(f"installing the Python packages of {lock} into .venv", locked, lambda: size),
        Step(
            "installing kanben itself",
            [*pip, "--no-build-isolation", "--editable", str(ROOT)],
            done=lambda: _stamp(purpose).write_text(_digest(purpose)),
        ),
    ]
    has_pip = (VENV / "bin/pip").exists()
    return steps if has_pip else [Step("making .venv", [sys.executable, "-m", "venv", str(VENV)]), *steps]


def _gates_steps() -> list[Step]:
    """Install the locked packages of npm, as far as they are not those of the lock."""
    lock, stamp = GATES / "package-lock.json", GATES / "node_modules/.installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return []
    title = f"installing the judges of {lock.relative_to(ROOT)} beside it"
    size = f"about {GATES_WEIGHT} MB to fetch"
    return [Step(title, _gates_command(), lambda: size, lambda: stamp.write_text(digest))]


def _gates_command() -> list[str]:
    # No package may run anything: Ace's would fetch a browser of its own.
    return ["npm", "ci", "--prefix", str(GATES), "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "build"))
