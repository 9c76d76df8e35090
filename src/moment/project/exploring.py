"""The runs of flows within the time that a check has for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from moment.behaviour.graph import Limits
from moment.behaviour.judging import judge_flow, unexplored
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain, Flow
from moment.project.config import Config
from moment.project.resting import states_of
from moment.project.scopes import scope_of

EXPLORING = 0.3
"""The part of its time in which a flow is explored; judging what was seen takes twice as long."""


class Explored(NamedTuple):
    """The findings of a flow; unless ``lasting`` another run of the command may see more of it."""

    flow: Flow
    diagnostics: tuple[Diagnostic, ...]
    lasting: bool


def explore(flows: Iterable[Flow], domain: Domain, config: Config, *, clock: Callable[[], float]) -> Iterator[Explored]:
    """Every flow once, short ones first. Each may take its share of what is left of ``check.seconds``: so one that
    explodes takes no time from the others, and what the quick ones do not need is for the others.
    """
    end = clock() + config.check.seconds
    waiting = sorted(flows, key=lambda flow: len(flow.placements))
    for position, flow in enumerate(waiting):
        now = clock()
        if now >= end:
            yield Explored(flow, (unexplored(flow),), lasting=False)
            continue
        share = (end - now) / (len(waiting) - position)
        settings = config.simulate.of_flow(flow.name)
        limits = Limits(states=states_of(settings), expired=partial(_is_over, now + EXPLORING * share, clock))
        patience = partial(_is_over, now + share, clock)
        judgement = judge_flow(flow, domain, scope=scope_of(settings), limits=limits, patience=patience)
        yield Explored(flow, judgement.diagnostics, lasting=not judgement.out_of_time)


def _is_over(until: float, clock: Callable[[], float]) -> bool:
    return clock() >= until
