"""What walks saw, as the member ``walks`` of a flow in ``facet.json``."""

from __future__ import annotations

from moment.behaviour import wire
from moment.behaviour.walks.interval import wilson
from moment.behaviour.walks.summary import Breach, Ending, Summary

_DIGITS = 6


def document(walks: Summary | None) -> wire.WalksDoc | None:
    if walks is None:
        return None
    uniform = walks.of_mode("uniform")
    return wire.WalksDoc(
        walks=walks.walks,
        steps=walks.steps,
        ends=[_end(each, uniform) for each in walks.endings],
        breaches=[_breach(each) for each in walks.breaches],
        distinct=wire.DistinctDoc(walks.distinct, not walks.left_out, walks.left_out),
        signatures=[
            wire.WalkSignatureDoc(list(each.arms), list(each.faults), each.verdict, each.outcome, each.walks)
            for each in walks.signatures
        ],
        faults=[wire.WalkFaults(each.number, each.walks) for each in walks.faults],
        lengths=[wire.WalkLength(each.number, each.walks) for each in walks.lengths],
        actions=[wire.WalkAction(each.action, each.times) for each in walks.actions],
    )


def _end(ending: Ending, uniform: int) -> wire.WalkEndDoc:
    share: tuple[float | None, float | None, float | None] = (None, None, None)
    if ending.mode == "uniform":
        low, high = wilson(ending.walks, uniform)
        share = round(ending.walks / uniform, _DIGITS), round(low, _DIGITS), round(high, _DIGITS)
    return wire.WalkEndDoc(
        ending.mode, ending.verdict, ending.outcome, ending.walks, *share, ending.number, list(ending.actions)
    )


def _breach(breach: Breach) -> wire.BreachDoc:
    return wire.BreachDoc(
        breach.verdict, breach.subject, breach.detail, breach.walks, breach.faults, breach.number,
        list(breach.recipe), list(breach.actions),
    )  # fmt: skip
