"""Keeps what is shown up to date: files that changed, what rests on them, and runs of that, the shown flow first."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from moment.behaviour import bundle, model_document, wire
from moment.behaviour.repairs import Effort
from moment.behaviour.simulation import FlowRun, Simulation, run_flow
from moment.facet.current import Current, Shown, head_of
from moment.facet.holding import troubled, uses
from moment.facet.messages import (
    LIVE_FORMAT,
    DiagnosticsMessage,
    FlowPart,
    Held,
    Patch,
    Recovered,
    Removed,
    Working,
)
from moment.model.domain import Domain, Flow
from moment.project.resting import keys
from moment.project.scopes import scope_of
from moment.project.session import Session
from moment.project.simulating import limits_of, together
from moment.text.source import Source

SILENCE = 0.15
"""Seconds of exploring after which a page is told of it."""


class Texts(NamedTuple):
    """The specification at one time; nothing of it changes. ``keys`` name by flow all that its runs rest on."""

    session: Session
    domain: Domain
    sources: dict[str, Source]
    digests: dict[str, str]
    keys: dict[str, str]


def texts_of(session: Session) -> Texts:
    domain, config = session.domain(), session.project.config
    sources = {path: parsed.source for path, parsed in session.parsed.items()}
    digests = {each.path: each.sha256 for each in model_document.sources(sources, with_text=False)}
    found = keys(domain, config)
    named = {flow.name: f"{found[flow.id]} {config.simulate.of_flow(flow.name)!r}" for flow in domain.flows}
    return Texts(session, domain, sources, digests, named)


class Rebuilder:
    """Works in one thread. ``reopen`` finds the project again, when files came or went; ``is_late`` says that there is
    newer news, for which everything is dropped.
    """

    def __init__(
        self,
        reopen: Callable[[], Session],
        *,
        notify: Callable[[], None] = lambda: None,
        is_late: Callable[[], bool] = lambda: False,
        watched: Callable[[], Iterable[str]] = lambda: (),
    ) -> None:
        self._reopen = reopen
        self._is_late = is_late
        self._watched = watched
        self._started = time.monotonic()
        self._without_repairs: set[str] = set()
        self._told: list[Held] = []
        self.ready = threading.Event()
        self.session = reopen()
        self.texts = texts_of(self.session)
        self._whole = self._frame_of([])
        self.current = Current(self._whole, notify=notify)

    def begin(self) -> None:
        """The first time."""
        self._update()
        if not self._is_late():
            self._mend()
        self.ready.set()

    def changed(self, paths: Sequence[str] | None, started: float) -> None:
        """``paths`` have other texts since ``started``; ``None`` when the files themselves are others."""
        self._started = started
        if paths is None:
            self.session = self._reopen()
        elif not self.session.refresh(paths):
            return
        self._update()
        self._mend()

    def _t(self) -> int:
        return round((time.monotonic() - self._started) * 1000)

    def _update(self) -> None:
        """Says what is known at once, then explores what is stale."""
        self.texts = texts_of(self.session)
        stale = self._settle()
        self._explore(stale, with_repairs=False)
        self.ready.set()
        if not self._is_late():
            self._tell()

    def _settle(self) -> list[Flow]:
        """What needs no run: what is held, has recovered, is gone; the flows that must be explored."""
        current, domain = self.current, self.texts.domain
        seen = {name: shown.uses for name, shown in current.flows.items()}
        blocked = troubled(domain, self.session.held_back, seen)
        gone = [name for name in current.flows if name not in domain.flow and name not in blocked]
        with current.change():
            before = set(current.held)
            for name in gone:
                del current.flows[name]
            current.held = {
                name: Held(shown.head.flow_id, shown.since, list(blocked[name]))
                for name, shown in current.flows.items()
                if name in blocked
            }
            current.arrange(domain.flow)
        if gone:
            current.say(Removed(LIVE_FORMAT, self._t(), [f"flow-{name}" for name in gone]))
        self._tell()
        recovered = [f"flow-{name}" for name in sorted(before - set(current.held)) if name in current.flows]
        if recovered:
            current.say(Recovered(LIVE_FORMAT, self._t(), recovered))
        stale = [flow for flow in domain.flows if flow.name not in blocked and self._is_stale(flow)]
        asked = set(self._watched())
        return sorted(stale, key=lambda flow: (f"flow-{flow.name}" not in asked, len(flow.placements)))

    def _is_stale(self, flow: Flow) -> bool:
        shown = self.current.flows.get(flow.name)
        if shown is None or shown.key != self.texts.keys[flow.name]:
            return True
        return any(self.texts.digests.get(path) != digest for path, digest in shown.texts.items())

    def _explore(self, flows: Sequence[Flow], *, with_repairs: bool) -> None:
        """Runs flows one after the other, as long as nothing newer is known."""
        waiting = [f"flow-{flow.name}" for flow in flows]
        timer = threading.Timer(SILENCE, lambda: self._say_working(waiting))
        timer.daemon = True
        timer.start()
        effort = Effort() if with_repairs else None
        try:
            for flow in flows:
                run = self._run(flow, effort)
                if self._is_late() or run is None:
                    continue
                self._show(flow, run, with_repairs=with_repairs)
                waiting.remove(f"flow-{flow.name}")
        finally:
            timer.cancel()

    def _say_working(self, waiting: Sequence[str]) -> None:
        if waiting and not self._is_late():
            self.current.say(Working(LIVE_FORMAT, self._t(), list(waiting)))

    def _run(self, flow: Flow, effort: Effort | None) -> FlowRun | None:
        """A flow of a model that may be broken elsewhere: what we cannot run is left as it was, and said to the person
        at the server.
        """
        if self._is_late():
            return None
        settings = self.session.project.config.simulate.of_flow(flow.name)
        try:
            return run_flow(
                flow, self.texts.domain, scope=scope_of(settings), seed=settings.seed,
                limits=limits_of(settings, self._is_late), sources=self.texts.sources if effort is not None else None,
                effort=effort, expired=self._is_late,
            )  # fmt: skip
        except Exception as error:
            sys.stderr.write(f"error: moment made a mistake in flow {flow.name}: {type(error).__name__}: {error}\n")
            return None

    def _show(self, flow: Flow, run: FlowRun, *, with_repairs: bool) -> None:
        part = part_of(run, self.texts)
        data = msgspec.json.encode(part)
        digest = self.current.blobs.add(data)
        before = self.current.flows.get(flow.name)
        edited = {edit.path for finding in part.flow.findings for repair in finding.repairs for edit in repair.edits}
        digests = {path: self.texts.digests.get(path, "") for path in sorted(edited)}
        since = datetime.now().strftime("%H:%M:%S")
        shown = Shown(
            run,
            self.texts.keys[flow.name],
            digests,
            uses(flow, self.texts.domain),
            since,
            part,
            head_of(part, digest),
            len(data),
        )
        with self.current.change():
            self.current.flows[flow.name] = shown
            self.current.arrange(self.texts.domain.flow)
            if before is None or before.head.hash != digest:
                self.current.say(
                    Patch(LIVE_FORMAT, self._t(), shown.head.flow_id, digest, self.current.base, shown.patch)
                )
        if with_repairs or not part.flow.findings:
            self._without_repairs.discard(flow.name)
        else:
            self._without_repairs.add(flow.name)

    def _mend(self) -> None:
        """Looks for repairs, which takes longer than anybody waits after a save."""
        flows = [flow for flow in self.texts.domain.flows if flow.name in self._without_repairs]
        fresh = [flow for flow in flows if flow.name in self.current.flows and flow.name not in self.current.held]
        if fresh and not self._is_late():
            self._explore(fresh, with_repairs=True)
            if not self._is_late():
                self._tell()

    def _simulation(self) -> Simulation:
        """The runs that belong to the texts as they are now."""
        current, fresh = self.current, self.texts.keys
        return together(
            self.session,
            [
                each.run
                for name, each in current.flows.items()
                if fresh.get(name) == each.key and name not in current.held
            ],
        )

    def _tell(self) -> None:
        """All findings, and the texts that they point into."""
        simulation = self._simulation()
        found = bundle.findings(simulation, self.session.settled(simulation.diagnostics), self.session.sources)
        with self.current.change():
            moved = self.current.rebase(self._frame())
            held = list(self.current.held.values())
            if moved or found != self.current.diagnostics or held != self._told:
                self.current.diagnostics = found
                self._told = held
                self.current.say(DiagnosticsMessage(LIVE_FORMAT, self._t(), self.current.base, found, held))

    def _frame(self) -> wire.Bundle:
        """The model as it last was whole, with the texts of now."""
        made = self._frame_of([shown.run for shown in self.current.flows.values()])
        if not self.session.held_back:
            self._whole = made
        return msgspec.structs.replace(self._whole, sources=made.sources)

    def _frame_of(self, runs: Sequence[FlowRun]) -> wire.Bundle:
        session = self.session
        return bundle.frame(
            together(session, runs), project=session.project.name, sources=self.texts.sources, with_text=True
        )


def part_of(run: FlowRun, texts: Texts) -> FlowPart:
    alone = together(texts.session, [run])
    return FlowPart(*bundle.part(run, alone, sources=texts.sources, with_tables=True))
