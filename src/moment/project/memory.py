"""How much memory this process uses."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def used_memory() -> float:
    """The memory that this process uses, in megabytes; 0 where the system does not tell.

    Linux counts in the most that a process ever used what its parent used, so what it uses now is read instead.
    """
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    except (OSError, ValueError, IndexError, AttributeError):
        return _most_memory()


def _most_memory() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)
