"""`python -m ketenmonitor`: the same as the `ketenmonitor` command, where scripts are not on the path."""

from ketenmonitor.cli import main

main()
