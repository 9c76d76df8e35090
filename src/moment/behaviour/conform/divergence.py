"""Why an event is not allowed where a log shows it: what was allowed instead, and the nearest explanation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from moment.behaviour.conform.observer import Observer
from moment.behaviour.conform.signs import Sign

DivergenceKind: TypeAlias = Literal["missing", "swapped", "repeated", "excluded", "beginning", "after-end", "foreign"]
KINDS: tuple[DivergenceKind, ...] = (
    "missing", "swapped", "repeated", "excluded", "beginning", "after-end", "foreign",
)  # fmt: skip
_STEPS = 3
_SETS = 200


class Divergence(NamedTuple):
    """``sign`` came where the model allows ``allowed`` only, in ``flows`` (all of them before the first event).

    ``missing`` are the fewest signs after which it would have been allowed, empty when none of up to three are.
    ``kind`` is what can be said without knowing what came before and what comes later.
    """

    sign: Sign
    kind: DivergenceKind
    flows: tuple[int, ...]
    allowed: tuple[Sign, ...]
    missing: tuple[Sign, ...]


def explain(observer: Observer, runs: tuple[int, ...], sign: Sign) -> Divergence:
    """The divergence of ``sign`` from a course of ``runs``, which has been found not to allow it."""
    if not runs:
        allowed = _allowed(observer, (observer.START,))
        having = tuple(flow for flow, events in enumerate(observer.alphabets) if sign.event in events)
        return Divergence(sign, "beginning", having, allowed, _missing(observer, (observer.START,), sign))
    flows = tuple(sorted({flow for run in runs for flow in observer.flows(run)}))
    allowed = _allowed(observer, runs)
    if not any(sign.event in observer.alphabets[flow] for flow in flows):
        return Divergence(sign, "foreign", flows, allowed, ())
    missing = _missing(observer, runs, sign)
    if missing:
        return Divergence(sign, "missing", flows, allowed, missing)
    over = all(observer.ends(run) and not observer.signs(run) for run in runs)
    return Divergence(sign, "after-end" if over else "excluded", flows, allowed, ())


def kind_of(divergence: Divergence, *, seen_before: bool) -> DivergenceKind:
    """The kind when it is known whether the correlation has shown the same sign already."""
    near = divergence.kind == "missing" and len(divergence.missing) == 1
    if seen_before and divergence.kind in ("missing", "excluded", "after-end") and not near:
        return "repeated"
    return divergence.kind


def _allowed(observer: Observer, runs: Iterable[int]) -> tuple[Sign, ...]:
    """What could have come, as far as possible without a fault; receipts only when nothing else could."""
    found: dict[Sign, int] = {}
    for run in runs:
        base = len(observer.faults(run))
        for sign, faults in observer.signs(run).items():
            found[sign] = min(found.get(sign, faults - base), faults - base)
    happening = [sign for sign in found if sign.heard is None]
    likely = [sign for sign in happening if found[sign] <= 0]
    return tuple(likely or happening or found)


def _missing(observer: Observer, runs: tuple[int, ...], sign: Sign) -> tuple[Sign, ...]:
    """Breadth first through what may happen: the shortest way to a set that allows ``sign``."""
    reached: list[tuple[int, tuple[Sign, ...]]] = [(run, ()) for run in runs]
    known = set(runs)
    for _ in range(_STEPS):
        further: list[tuple[int, tuple[Sign, ...]]] = []
        for run, way in reached:
            for step in observer.signs(run):
                moved = observer.move(run, step) if step.heard is None else None
                if moved is None or moved[0] in known or len(known) > _SETS:
                    continue
                known.add(moved[0])
                if observer.move(moved[0], sign) is not None:
                    return (*way, step)
                further.append((moved[0], (*way, step)))
        reached = further
    return ()
