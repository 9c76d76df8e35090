"""Where the walks of one shard have been, and which way leads to what they did least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from moment.behaviour.walks.memo import Node

_NEVER_DONE, _NEVER_MET = -2, -1
_NOTHING = 1 << 62


class Guide:
    """How often each action happened, and for states that guided walks met how rare the rarest action is from there on.

    A way is the better the less its ``score``: something never done comes first, then a state that no guided walk met,
    then the action that happened least often, however far away. What is known of a state is learned along each walk
    from its end to its beginning, and only grows: R. E. Korf, Real-Time Heuristic Search, Artificial Intelligence 42
    (1990), 189-211, with rareness for distance.
    """

    def __init__(self) -> None:
        self.times: Counter[int] = Counter()

    def did(self, actions: Iterable[int]) -> None:
        self.times.update(actions)

    def best(self, moves: Sequence[tuple[int, Node]]) -> list[int]:
        """The numbers of the best moves: one, or several that are equally good."""
        scores = self._scores(moves)
        least = min(scores)
        return [number for number, score in enumerate(scores) if score == least]

    def learn(self, trail: Sequence[Node]) -> None:
        """What the states of a walk lead to."""
        for node in reversed(trail):
            node.rarest = min(self._scores(node.moves), default=_NOTHING)
            node.met_by = self

    def _scores(self, moves: Sequence[tuple[int, Node]]) -> list[int]:
        times = self.times
        return [
            _NEVER_DONE
            if not (done := times[action])
            else _NEVER_MET
            if node.met_by is not self
            else done
            if done < node.rarest
            else node.rarest
            for action, node in moves
        ]
