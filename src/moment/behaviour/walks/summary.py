"""What many walks saw, in a form that can be added up in any order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

import msgspec

from moment.behaviour.verdicts import Verdict

Mode: TypeAlias = Literal["uniform", "fault-biased", "coverage-guided"]
MODES: tuple[Mode, ...] = ("uniform", "fault-biased", "coverage-guided")
KEPT = 256
"""Signatures of which exact counts are kept."""
_HASH_BITS = 63


class Row(Protocol):
    """Something counted; rows with one key are added up."""

    @property
    def key(self) -> tuple[Any, ...]: ...

    def joined(self, other: Any) -> Any: ...


_Row = TypeVar("_Row", bound=Row)


class Ending(NamedTuple):
    """Walks of one mode that ended alike. Walk ``number`` is the first of them, ``actions`` what it did."""

    mode: Mode
    verdict: str
    outcome: str | None
    walks: int
    number: int
    actions: tuple[str, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        return self.mode, self.verdict, self.outcome

    def joined(self, other: Ending) -> Ending:
        first = min(self, other, key=lambda row: (row.number, row.actions))
        return first._replace(walks=self.walks + other.walks)


class Breach(NamedTuple):
    """Walks that ended badly for one reason. The example has the fewest ``faults``, of those the least ``number``.

    ``recipe`` are its choices and faults.
    """

    verdict: str
    subject: str
    detail: str
    walks: int
    faults: int
    number: int
    actions: tuple[str, ...]
    recipe: tuple[str, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        return self.verdict, self.subject, self.detail

    def joined(self, other: Breach) -> Breach:
        first = min(self, other, key=lambda row: (row.faults, row.number, row.actions, row.recipe))
        return first._replace(walks=self.walks + other.walks)


class Signed(NamedTuple):
    """Walks with one signature; ``order`` is the hash by which it is kept or left out."""

    order: int
    arms: tuple[str, ...]
    faults: tuple[str, ...]
    verdict: str
    outcome: str | None
    walks: int

    @property
    def key(self) -> tuple[Any, ...]:
        return self[:5]

    def joined(self, other: Signed) -> Signed:
        return self._replace(walks=self.walks + other.walks)


class Counted(NamedTuple):
    """Walks with ``number`` faults, or of ``number`` actions."""

    number: int
    walks: int

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.number,)

    def joined(self, other: Counted) -> Counted:
        return self._replace(walks=self.walks + other.walks)


class Taken(NamedTuple):
    """How often all walks together did one thing."""

    action: str
    times: int

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.action,)

    def joined(self, other: Taken) -> Taken:
        return self._replace(times=self.times + other.times)


@dataclass(frozen=True, slots=True)
class Summary:
    """Sums over ``walks`` walks, every part sorted, so that equal sums are equal values.

    ``faults`` counts walks by the number of faults in them, ``lengths`` by their number of actions. ``signatures`` are
    the ``KEPT`` least by ``order`` of all there were, with exact counts: one that is among the least of the whole is
    among the least of every part, so no merge loses a count of it.
    """

    walks: int = 0
    endings: tuple[Ending, ...] = ()
    breaches: tuple[Breach, ...] = ()
    signatures: tuple[Signed, ...] = ()
    faults: tuple[Counted, ...] = ()
    lengths: tuple[Counted, ...] = ()
    actions: tuple[Taken, ...] = ()

    @property
    def steps(self) -> int:
        """Actions of all walks."""
        return sum(length * walks for length, walks in self.lengths)

    @property
    def left_out(self) -> int:
        """Walks whose signature is not kept."""
        return self.walks - sum(each.walks for each in self.signatures)

    @property
    def distinct(self) -> int:
        """How many signatures there were: exact while all are kept, else estimated from how dense the least lie.

        K. Beyer and others, On Synopses for Distinct-Value Estimation Under Multiset Operations, SIGMOD 2007: when the
        k-th least of uniform hashes stands at the share u of their range, there are about (k - 1) / u.
        """
        if not self.left_out:
            return len(self.signatures)
        return ((len(self.signatures) - 1) << _HASH_BITS) // (self.signatures[-1].order + 1)

    def of_mode(self, mode: Mode) -> int:
        """How many walks went in one mode."""
        return sum(each.walks for each in self.endings if each.mode == mode)

    def fails(self, *, strict: bool) -> bool:
        """Whether a walk without faults ended badly; with ``strict`` any walk."""
        return any(Verdict(each.verdict).counts(strict=strict) for each in self.breaches if strict or not each.faults)

    def merged(self, other: Summary) -> Summary:
        """The summary of both sets of walks, which share none."""
        return Summary(
            self.walks + other.walks,
            _added((*self.endings, *other.endings)),
            _added((*self.breaches, *other.breaches)),
            _added((*self.signatures, *other.signatures))[:KEPT],
            _added((*self.faults, *other.faults)),
            _added((*self.lengths, *other.lengths)),
            _added((*self.actions, *other.actions)),
        )


class Ended(NamedTuple):
    """``walks`` of one mode that came to one end, with the number, actions and recipe of the first of them."""

    mode: Mode
    verdict: Verdict
    arms: tuple[str, ...]
    faults: tuple[str, ...]
    walks: int
    number: int
    actions: tuple[str, ...]
    recipe: tuple[str, ...]


def summarize(ended: Iterable[Ended], *, lengths: Iterable[Counted], actions: Iterable[Taken]) -> Summary:
    """The summary of walks by where they ended, how long they were and what they did."""
    found = tuple(ended)
    bad = [each for each in found if not each.verdict.is_good]
    return Summary(
        sum(each.walks for each in found),
        _added(Ending(e.mode, e.verdict.kind, e.verdict.outcome, e.walks, e.number, e.actions) for e in found),
        _added(_breach(each) for each in bad),
        _added(_signed(each) for each in found)[:KEPT],
        _added(Counted(len(each.faults), each.walks) for each in found),
        _added(lengths),
        _added(actions),
    )


def to_json(summary: Summary) -> bytes:
    """The summary as JSON; equal summaries give equal bytes."""
    return msgspec.json.encode(summary)


def from_json(data: bytes) -> Summary:
    return msgspec.json.decode(data, type=Summary)


def _breach(ended: Ended) -> Breach:
    kind, _, subject, detail = ended.verdict
    return Breach(kind, subject, detail, ended.walks, len(ended.faults), ended.number, ended.actions, ended.recipe)


def _signed(ended: Ended) -> Signed:
    verdict = ended.verdict
    text = msgspec.json.encode((ended.arms, ended.faults, verdict.kind, verdict.outcome))
    order = int.from_bytes(sha256(text).digest()[:8], "big") >> (64 - _HASH_BITS)
    return Signed(order, ended.arms, ended.faults, verdict.kind, verdict.outcome, ended.walks)


def _added(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Rows of one key added up, in the order of keys; ``None`` stands before every text."""
    found: dict[tuple[Any, ...], _Row] = {}
    for row in rows:
        key = tuple((False,) if part is None else (True, part) for part in row.key)
        known = found.get(key)
        found[key] = row if known is None else known.joined(row)
    return tuple(found[key] for key in sorted(found))
