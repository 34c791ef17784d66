"""`python -m recourse` is `recourse`."""

from recourse.cli import main

main()
