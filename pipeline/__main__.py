"""Lets `python -m pipeline` stand for the `kanben` command; knows nothing else."""

from pipeline.commands.cli import main

if __name__ == "__main__":
    main(prog_name="kanben")
