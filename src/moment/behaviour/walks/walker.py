"""Walks through a flow: each is decided by the seed, the name of the flow and its number, wherever it is walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import sha256

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Scope
from moment.behaviour.steps import prepare
from moment.behaviour.walks.guide import Guide
from moment.behaviour.walks.machines import Machine, compiled
from moment.behaviour.walks.memo import Memo, Node
from moment.behaviour.walks.summary import Counted, Ended, Mode, Summary, Taken, summarize
from moment.model.domain import Domain, Flow

SHARD = 1000
"""Walks that are taken together: what guides a walk was counted in its own shard."""
LONGEST = 100_000
"""Actions of one walk at most. Budgets and returns make every run finite; a longer one is a mistake of ours."""
PILOTS = 64
SHARES: tuple[Mode, ...] = ("uniform", "uniform", "fault-biased", "coverage-guided")
"""Mode of a walk by its number modulo four. Where no fault can strike, those with faults are uniform too."""
_FLOOR = 1 << 96
_LOOK = 8
"""Walks between two looks at the clock."""


class Walker:
    """Walks through one machine.

    A walk draws from the SHA-256 of seed, flow and number, read as one large integer: the rest of a division by the
    number of alternatives is the draw, the quotient is what is left. Below 2^96 it is filled again with the next hash:
    no alternative is more likely than another by more than 2^-64.

    - ``uniform``: who moves next is uniform, then what it chooses; no fault strikes. Shares of these walks estimate the
      exact probabilities.
    - ``fault-biased``: the walk aims at 1, 2 … ``most_faults`` faults in turn. With k still to come, one strikes with
      probability k / m, m being the occasions still expected: the mean of ``PILOTS`` uniform walks less those passed.
      So every occasion is as likely as another, and a walk of usual length meets its aim. Each kind is equally likely.
    - ``coverage-guided``: aims at 0, 1 … ``most_faults`` faults in the same way, but goes, and strikes, where a ``Guide``
      that knows the earlier walks of its shard sends it; among equals it is drawn.
    """

    def __init__(self, make: Callable[[], Machine], *, flow: str, seed: int, most_faults: int) -> None:
        self._memo = Memo(make)
        self._prefix = f"{seed}\0{flow}\0"
        self._most_faults = most_faults

    def shard(self, number: int, walks: int, expired: Callable[[], bool] | None = None) -> Summary:
        """The walks of one shard whose numbers are below ``walks``; fewer, but some, when ``expired`` says so."""
        return self._walk(range(number * SHARD, min((number + 1) * SHARD, walks)), expired)[0]

    def example(self, number: int) -> tuple[str, ...]:
        """The names of the actions of one walk. Its shard is walked up to it."""
        return self._walk(range(number - number % SHARD, number + 1), None)[1]

    def mode(self, number: int) -> Mode:
        return SHARES[number % len(SHARES)] if self._most_faults else "uniform"

    def _walk(self, numbers: range, expired: Callable[[], bool] | None) -> tuple[Summary, tuple[str, ...]]:
        self._memo.forget()
        guide = Guide()
        lengths: list[int] = []
        fresh: list[int] = []
        ends: dict[tuple[Mode, Node], _Tally] = {}
        path: list[int] = []
        for number in numbers:
            if expired is not None and lengths and number % _LOOK == 0 and expired():
                break
            path = []
            mode = self.mode(number)
            turn = number // len(SHARES)
            if mode == "uniform":
                node = self._uniform(str(number), path)
            elif mode == "fault-biased":
                node, _ = self._struck(str(number), path, 1 + turn % self._most_faults, self._occasions)
            else:
                guide.did(fresh)
                fresh.clear()
                node, _ = self._struck(str(number), path, turn % (self._most_faults + 1), self._occasions, guide)
            fresh += path
            lengths.append(len(path))
            tally = ends.get((mode, node))
            if tally is None:
                tally = ends[mode, node] = _Tally(number, tuple(path))
            tally.walks += 1
        guide.did(fresh)
        names = self._memo.names
        summary = summarize(
            self._ended(ends),
            lengths=(Counted(*pair) for pair in Counter(lengths).items()),
            actions=(Taken(names[action], times) for action, times in guide.times.items()),
        )
        return summary, tuple(names[action] for action in path)

    def _ended(self, ends: dict[tuple[Mode, Node], _Tally]) -> Iterator[Ended]:
        names, telling = self._memo.names, self._memo.telling
        for (mode, node), tally in ends.items():
            assert node.verdict is not None
            yield Ended(
                mode, node.verdict, node.signature.arms, node.signature.faults, tally.walks, tally.number,
                tuple(names[action] for action in tally.path),
                tuple(names[action] for action in tally.path if telling[action]),
            )  # fmt: skip

    def _draw(self, label: str, fill: int) -> int:
        """The ``fill``-th large integer of a walk."""
        text = f"{self._prefix}{label}\0{fill}" if fill else self._prefix + label
        return int.from_bytes(sha256(text.encode()).digest(), "big")

    @cached_property
    def _occasions(self) -> int:
        """States of a walk without faults in which one could strike, on average; at least one."""
        met = sum(self._struck(f"pilot {number}", [], 0, 0)[1] for number in range(PILOTS))
        return max(1, round(met / PILOTS))

    def _uniform(self, label: str, path: list[int]) -> Node:
        node = self._memo.root()
        expand, take = self._memo.expand, path.append
        draw, fill = self._draw(label, 0), 0
        for _ in range(LONGEST):
            size = node.size
            if size > 1:
                if draw < _FLOOR:
                    fill += 1
                    draw = self._draw(label, fill)
                draw, pick = divmod(draw, size)
                take(node.actions[pick])
                node = node.targets[pick]
            elif size:
                take(node.actions[0])
                node = node.targets[0]
            elif node.is_known:
                return node
            else:
                expand(node)
        raise AssertionError(f"walk {label} has no end after {LONGEST} actions")

    def _struck(
        self, label: str, path: list[int], aim: int, occasions: int, guide: Guide | None = None
    ) -> tuple[Node, int]:
        """A walk in which ``aim`` faults strike on ``occasions`` expected; its end, and how many occasions it met."""
        node = self._memo.root()
        draws = _Draws(self._draw, label)
        met = 0
        trail: list[Node] = []
        for _ in range(LONGEST):
            if not node.is_known:
                self._memo.expand(node)
            trail.append(node)
            strikes = False
            if node.has_faults:
                strikes = aim > 0 and draws.below(max(aim, occasions - met)) < aim
                met += 1
            if strikes:
                aim -= 1
            elif not node.size:
                if guide is not None:
                    guide.learn(trail)
                return node, met
            action, node = _next(node, strikes, draws, guide)
            path.append(action)
        raise AssertionError(f"walk {label} has no end after {LONGEST} actions")


def _next(node: Node, strikes: bool, draws: _Draws, guide: Guide | None) -> tuple[int, Node]:
    """A fault if one strikes, else any other move: the best one for the guide, without it any."""
    if guide is not None:
        moves = node.faults if strikes else node.moves
        if len(moves) == 1:
            return moves[0]
        best = guide.best(moves)
        return moves[best[0 if len(best) == 1 else draws.below(len(best))]]
    if strikes:
        size, faults = node.strikes
        return faults[draws.below(size)]
    pick = draws.below(node.size) if node.size > 1 else 0
    return node.actions[pick], node.targets[pick]


class _Draws:
    """The draws of one walk."""

    __slots__ = ("_fill", "_label", "_left", "_source")

    def __init__(self, source: Callable[[str, int], int], label: str) -> None:
        self._source = source
        self._label = label
        self._fill = 0
        self._left = source(label, 0)

    def below(self, size: int) -> int:
        """A number from 0 to ``size``, without it."""
        if self._left < _FLOOR:
            self._fill += 1
            self._left = self._source(self._label, self._fill)
        self._left, pick = divmod(self._left, size)
        return pick


class _Tally:
    """Walks to one node: how many, and the first of them."""

    __slots__ = ("number", "path", "walks")

    def __init__(self, number: int, path: tuple[int, ...]) -> None:
        self.number = number
        self.path = path
        self.walks = 0


def walker(flow: Flow, domain: Domain, *, scope: Scope, seed: int) -> Walker:
    """The walker of one flow in one scope."""
    interpreter = Interpreter(prepare(flow, domain, scope))
    most = min(scope.max_faults, sum(scope.budgets.values()))
    return Walker(lambda: compiled(interpreter), flow=flow.name, seed=seed, most_faults=most)


def shards(walks: int) -> range:
    """The numbers of the shards that ``walks`` walks make."""
    return range(-(-walks // SHARD))


def walked(walker: Walker, walks: int) -> Summary:
    """The walks below ``walks``, one shard after the other."""
    found = Summary()
    for number in shards(walks):
        found = found.merged(walker.shard(number, walks))
    return found
