"""The `kanben` command: arguments, exit codes, progress; a thin skin that imports nothing heavy before it is needed."""
