"""What to say about a name that nothing bears: the nearest one that something does, with the fix that writes it."""

from __future__ import annotations

from collections.abc import Iterable

from moment.diagnostics.model import Edit, Fix
from moment.text.nearest import nearest
from moment.text.span import Place


def offer(name: str, place: Place, candidates: Iterable[str], *, otherwise: str) -> tuple[str, tuple[Fix, ...]]:
    """Hint and fixes for an unknown ``name``; ``otherwise`` is the hint when nothing is near."""
    guess = nearest(name, dict.fromkeys(candidates))
    if guess is None:
        return otherwise, ()
    return f"Did you mean `{guess}`?", (Fix(f"write `{guess}`", (Edit(place, guess),)),)
