"""The command line: answers ``--version`` at once, everything else through ``moment.cli.app``."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Runs the command line of this process and exits with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from moment._version import __version__

        print(f"moment {__version__}")
        sys.exit(0)
    from moment.cli.app import run

    sys.exit(run(sys.argv[1:]))
