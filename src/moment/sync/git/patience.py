"""How long another repository is waited for, and how often it is tried."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple


class Patience(NamedTuple):
    """Seconds to connect, and without a word; retries of a line that drops, and the pause before the first of them.

    Each further pause is twice as long; ``wait`` is what makes them.
    """

    connect: float = 10.0
    read: float = 60.0
    retries: int = 3
    pause: float = 0.5
    wait: Callable[[float], None] = time.sleep


USUAL = Patience()
