"""The command line: answers ``--version`` at once, everything else through ``moment.cli.app``."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Runs the command line of this process and exits with its code."""
    gc.disable()  # a command is short, and what it makes has no cycles
    if sys.argv[1:] in (["--version"], ["-V"]):
        from moment._version import __version__

        print(f"moment {__version__}")
        sys.exit(0)
    from moment.cli.app import run

    sys.exit(run(sys.argv[1:]))
