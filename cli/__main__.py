"""`python -m cli` is `juece`."""

from cli import main

main()
