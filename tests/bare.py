"""Knows how the README's two commands are tried on machines that have nothing; must not know what the project needs.

`make bare`, as root, where debootstrap is installed; `make bare RUNS="12:pdf 13:pdf"` for some of it. Debian is put into
a folder with Python and make, which the README asks for, and nothing else; the tracked files are copied in, and the
commands have to do the rest. Each step has mounts and processes of its own that end with it, so nothing is mounted any
more when the folder is removed, however a step ends. The reports are left in `out/bare/`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASES = {"12": "bookworm", "13": "trixie"}
COMMANDS = {"pdf": ("make pdf", ".venv/bin/kanben check pdf --fail-on warning"), "test": ("make test",)}
RUNS = ("12:pdf", "12:test", "13:pdf")
ALONE = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--")
ENTER = (
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && cd / && exec chroot "$0" sh -c "cd /report && $1"'
)
# How the mirrors are reached from here.
CONFIGURATION = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf")
APT = ("Acquire::http", "Acquire::Check", "Acquire::Retries")
PASSED = ("http_proxy", "https_proxy", "no_proxy")
CERTIFICATES = "/etc/bare-certificates.pem"
# Each character of a report with its face.
LOOK = """\
from pipeline.tools import pdf_faces
for run in pdf_faces.runs(open('out/report.pdf', 'rb').read()):
    print(*(f'{letter} {run.face}' for letter in ''.join(run.text.split())), sep='\\n')
"""


def main(arguments: Sequence[str]) -> int:
    """Try the commands; 0 when all went well, 1 when one did not, 2 for wrong usage, 4 where they cannot be tried."""
    parser = argparse.ArgumentParser(prog="bare", description="Try the README's two commands on bare machines.")
    parser.add_argument("runs", nargs="*", metavar="RELEASE:COMMAND", help=f"such as: {' '.join(RUNS)} (the default)")
    runs = [tuple(run.partition(":")[::2]) for run in parser.parse_args(arguments).runs or RUNS]
    if any(release not in RELEASES or command not in COMMANDS for release, command in runs):
        parser.error(f"a run is one of {', '.join(RELEASES)}, a colon and one of {', '.join(COMMANDS)}")
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("bare: this needs root and debootstrap (apt-get install debootstrap)")
        return 4
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = {release: [name for one, name in runs if one == release] for release, _ in runs}
    try:
        reports = [
            try_release(release, [line for name in names for line in COMMANDS[name]])
            for release, names in wanted.items()
        ]
    except KeyboardInterrupt:
        return 130
    if None in reports:
        return 1
    if len(set(filter(None, reports))) > 1:
        print("bare: FAILED: the reports differ in their words or faces; they are in out/bare/")
        return 1
    print("bare: all went well")
    return 0


def try_release(release: str, commands: Sequence[str]) -> str | None:
    """Make a machine and run commands on it up to the first that fails; the characters of the report with their faces,
    empty where none was made, nothing where a command failed."""
    with tempfile.TemporaryDirectory(prefix=f"bare-{release}-") as folder:
        machine = Path(folder) / "machine"
        debootstrap = ["debootstrap", "--variant=minbase", "--include=python3,make", RELEASES[release], str(machine)]
        if not step(f"Debian {release}: debootstrap", debootstrap, stdout=subprocess.DEVNULL):
            return None
        environment = configure(machine)
        copy_project(ROOT, machine / "report")
        for command in commands:
            if not step(f"Debian {release}: {command}", ["sh", "-c", ENTER, str(machine), command], env=environment):
                return None
        report = machine / "report/out/report.pdf"
        if not report.exists():
            return ""
        (ROOT / "out/bare").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(report, ROOT / f"out/bare/debian-{release}.pdf")
        look = [*ALONE, "sh", "-c", ENTER, str(machine), f'.venv/bin/python -c "{LOOK}"']
        return subprocess.run(look, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def step(title: str, command: Sequence[str], **options: object) -> bool:
    """Run a command with mounts and processes of its own, and say how long it took; whether it went well."""
    print(f"bare: {title}", flush=True)
    start = time.monotonic()
    code = subprocess.run([*ALONE, *command], stdin=subprocess.DEVNULL, check=False, **options).returncode  # type: ignore[call-overload]
    outcome = f"FAILED with exit code {code}" if code else "done"
    print(f"bare: {title}: {outcome} after {time.monotonic() - start:.0f} s", flush=True)
    return not code


def configure(machine: Path) -> dict[str, str]:
    """Copy how the mirrors are reached from here; the environment for commands on the machine."""
    for name in CONFIGURATION:
        if Path(name).is_file():
            shutil.copyfile(name, machine / name[1:])
    dump = subprocess.run(["apt-config", "dump"], stdout=subprocess.PIPE, text=True, check=True).stdout
    settings = [line for line in dump.splitlines() if line.startswith(APT)]
    (machine / "etc/apt/apt.conf.d/99bare").write_text("\n".join([*settings, ""]))
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    environment |= {name: value for name, value in os.environ.items() if name.lower() in PASSED}
    if bundle := os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE"):
        shutil.copyfile(bundle, machine / CERTIFICATES[1:])
        environment |= dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), CERTIFICATES)
    return environment


def copy_project(source: Path, target: Path) -> None:
    """Copy the tracked files as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=source, stdout=subprocess.PIPE, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name, follow_symlinks=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
