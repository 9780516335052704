"""Lets `python -m pipeline` stand for the `kanben` command, which hears signals while it is loaded; knows nothing
else."""

import gc

from pipeline.core.itself import guard
from pipeline.core.signals import heard


def run() -> None:
    """The `kanben` command."""
    guard()
    with heard():
        # Most of what a run makes it keeps to its end.
        gc.set_threshold(20_000, 20, 20)
        from pipeline.commands.cli import main

        main(prog_name="kanben")


if __name__ == "__main__":
    run()
