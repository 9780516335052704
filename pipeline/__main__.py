"""Lets `python -m pipeline` stand for the `kanben` command, which hears signals while it is loaded; knows nothing
else."""

from pipeline.core.signals import heard


def run() -> None:
    """The `kanben` command."""
    with heard():
        from pipeline.commands.cli import main

        main(prog_name="kanben")


if __name__ == "__main__":
    run()
