"""``python -m moment`` is the command ``moment``."""

from moment.cli import main

main()
