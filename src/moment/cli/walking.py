"""``--walks`` of ``moment simulate``: the chosen engine, a bar while it walks, and its sums in the runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from time import monotonic

from moment.behaviour.simulation import FlowRun
from moment.behaviour.walks.summary import Summary
from moment.behaviour.walks.walker import shards
from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.progress import tracked
from moment.project.config import FlowSettings
from moment.project.engines import WORTH, check_name, open_engine
from moment.project.engines.work import Engine, EngineError
from moment.project.scopes import scope_of
from moment.project.session import Session
from moment.project.walking import MOST_WALKS, texts_of, walks_of, walks_until

_LONG = 2.0
"""Seconds from which processes are worth starting."""


@dataclass(frozen=True, slots=True)
class Walking:
    """Where walks are taken. A name that is no engine is a failure at once."""

    engine: str | None
    jobs: int | None

    def __post_init__(self) -> None:
        try:
            check_name(self.engine)
        except EngineError as error:
            raise Failure("usage", error.message, error.hint) from error

    def through(
        self,
        runs: Sequence[FlowRun],
        options: Options,
        session: Session,
        *,
        settings: Mapping[str, FlowSettings],
        milliseconds: dict[str, int],
    ) -> list[FlowRun]:
        """The runs with what walks saw: as many as ``settings`` say, else while there is time where a limit was hit.

        The time they take is added to ``milliseconds`` of their flow.
        """
        wanted = [run for run in runs if settings[run.flow.name].limits.walks or run.limit is not None]
        if not wanted:
            return list(runs)
        left = {name: each.limits.seconds - milliseconds[name] / 1000 for name, each in settings.items()}
        size = max(_size(settings[run.flow.name], left[run.flow.name]) for run in wanted)
        found: dict[str, FlowRun] = {}
        try:
            with open_engine(self.engine, texts_of(session), jobs=self.jobs, walks=size) as engine:
                for run in wanted:
                    name, started = run.flow.name, monotonic()
                    parts = _parts(engine, name, settings[name], started + left[name])
                    walks = settings[name].limits.walks
                    total = len(shards(walks)) if walks else None
                    seen = tracked(options, parts, total=total, label=f"walking {name}")
                    found[name] = replace(run, walks=reduce(Summary.merged, seen, Summary()))
                    milliseconds[name] += round((monotonic() - started) * 1000)
        except EngineError as error:
            raise Failure("engine", error.message, error.hint) from error
        return [found.get(run.flow.name, run) for run in runs]


def _size(settings: FlowSettings, left: float) -> int:
    """How many walks a flow may get; more than there can be is a failure."""
    if settings.limits.walks > MOST_WALKS:
        raise Failure("usage", f"more than {MOST_WALKS:,} walks", "lower `simulate.limits.walks`")
    return settings.limits.walks or (WORTH if left >= _LONG else 0)


def _parts(engine: Engine, flow: str, settings: FlowSettings, end: float) -> Iterator[Summary]:
    scope, seed = scope_of(settings), settings.seed
    if settings.limits.walks:
        return walks_of(engine, flow, scope=scope, seed=seed, walks=settings.limits.walks)
    return walks_until(lambda: end - monotonic(), engine, flow, scope=scope, seed=seed)
