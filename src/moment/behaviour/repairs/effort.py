"""What the repairs of all flows together may cost, counted so that every machine stops at the same place."""

from __future__ import annotations

MOST_EFFORT = 30_000
CHARACTERS = 200
"""Characters of text whose model is built anew in the time in which one state is explored."""


class Effort:
    """States that may still be explored again; building a changed model counts as many as would take as long.

    About two seconds of work. One command has one of these, and its flows draw on it in turn.
    """

    def __init__(self, states: int = MOST_EFFORT) -> None:
        self.left = states

    def built(self, characters: int) -> None:
        self.left -= characters // CHARACTERS

    def explored(self, states: int) -> None:
        self.left -= states

    @property
    def is_spent(self) -> bool:
        return self.left <= 0
