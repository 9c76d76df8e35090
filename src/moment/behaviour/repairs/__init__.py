"""Changes of the specification that remove a failure, each proved by exploring the changed text again."""

from __future__ import annotations

from moment.behaviour.repairs.effort import Effort
from moment.behaviour.repairs.proof import Explorer, Figures, Repair
from moment.behaviour.repairs.search import MOST_STATES, NOT_MENDED, Failure, Mended, mend

__all__ = ["MOST_STATES", "NOT_MENDED", "Effort", "Explorer", "Failure", "Figures", "Mended", "Repair", "mend"]
