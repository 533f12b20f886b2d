"""`python -m pactwire` is the command `pactwire`."""

from pactwire.cli import main

main()
