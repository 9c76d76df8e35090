"""Both sides as they are now, read from the disk: the events, what was imported last, the specifications and the code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from moment.diagnostics.model import Diagnostic
from moment.drift.category import Party
from moment.project.session import Session
from moment.project.store import store_of
from moment.sift.fold import Fold, fold
from moment.sift.upstream import fold_of, missing
from moment.sync.locating import Locator
from moment.sync.reconcile import Given
from moment.sync.reconcile_findings import Where
from moment.sync.reconciliation import ReconciliationState
from moment.sync.upstream_changes import UpstreamChange
from moment.upstream.given import given_by
from moment.upstream.placing import new_file


@dataclass(frozen=True, slots=True)
class Compared:
    session: Session
    fold: Fold
    given: Given
    where: Where

    def with_announced(self, announced: tuple[UpstreamChange, ...]) -> Compared:
        """The same, with changes that no event says yet."""
        return replace(self, given=replace(self.given, announced=announced))


def compared(session: Session) -> Compared | Diagnostic:
    """What can be reconciled, or why the record of the last import cannot be read."""
    upstream = fold(()) if missing(session.project.root) is not None else fold_of(session.project.root)
    state = ReconciliationState(store_of(session.project.root))
    refusal = state.store.read(state.stream).refusal
    if refusal is not None:
        return refusal
    code, locator = _code(session)
    given = given_by(upstream, state.bases, session.parsed.values(), lambda path: new_file(session, path), code)
    return Compared(session, upstream, given, Where(given, locator))


def _code(session: Session) -> tuple[Callable[[str, str | None, str], Sequence[Party]], Locator]:
    """Who in the code of the project needs an element, and the places of all files."""
    from moment.sync.consuming import Consumers
    from moment.sync.elements import elements
    from moment.sync.implemented import implemented
    from moment.sync.readings import Readings
    from moment.sync.remembered import DiskCache

    domain = session.domain()
    wanted = elements(domain)
    contexts = {context.id: context.name for context in domain.contexts}
    cache = None if session.project.isolated else DiskCache(session.project.root)
    code = implemented(session.project, wanted, contexts, files=session.files, readings=Readings(cache))
    sources = {path: parsed.source for path, parsed in session.parsed.items()}
    consumers = Consumers(domain, wanted, code, session.project.config.implementation)
    return consumers.parties, Locator(sources, code.texts)
