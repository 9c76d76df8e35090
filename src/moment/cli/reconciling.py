"""Upstream and a project put side by side: what the command about them hands from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from moment.cli.upstreaming import file_change, new_file, refused, store_of
from moment.diagnostics.model import Diagnostic
from moment.drift.category import Party
from moment.drift.patch.result import Refused
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.model.spec_hash import spec_hash
from moment.project.elements import KINDS, Bases, Elements, Key
from moment.project.overlay import Overlaid
from moment.project.session import Session
from moment.project.transaction import Change
from moment.sift.adopting import adopted, domain_of, homes
from moment.sift.describe import elements_of
from moment.sift.fold import Fold, fold
from moment.sift.merging import renamed_bases, renames
from moment.sift.upstream import fold_of, missing
from moment.sync.imports import Course, carry_out
from moment.sync.locating import Locator
from moment.sync.reconcile import Given, Plan, Renames, Texts
from moment.sync.reconcile_findings import Where
from moment.sync.reconciliation import ReconciliationState
from moment.sync.upstream_category import CodeParties
from moment.sync.upstream_changes import Sides, UpstreamChange, applied
from moment.text.source import Source


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides as they are now."""

    session: Session
    fold: Fold
    given: Given
    where: Where


def compared(session: Session) -> Compared:
    """Raises ``Failure`` when the state refuses."""
    upstream = fold(()) if missing(session.project.root) is not None else fold_of(session.project.root)
    state = ReconciliationState(store_of(session))
    refusal = state.store.read(state.stream).refusal
    if refusal is not None:
        raise refused(refusal)
    code, locator = _code(session)
    given = given_by(upstream, state.bases, session.parsed.values(), lambda path: new_file(session, path), code)
    return Compared(session, upstream, given, Where(given, locator))


def given_by(
    upstream: Fold, bases: Bases, files: Iterable[Parsed], place: Callable[[str], str], code: CodeParties
) -> Given:
    """Upstream, what was imported last and the files of a project as what can be reconciled. Reads nothing else.

    ``place`` says where a new file of import layout goes, ``code`` who in code needs an element.
    """
    parsed = tuple(files)
    texts = {each.source.path: each.source.text for each in parsed}
    elements = elements_of(parsed)
    taken = renames(bases, upstream.renamed, upstream.elements, elements)
    writer = Writer(texts, upstream.elements, place)
    local = writer.renamed(taken)
    if isinstance(local, Refused):
        local, taken = elements, ()

    def rebased(made: Renames) -> Bases:
        now = writer.renamed(made)
        return bases if isinstance(now, Refused) else renamed_bases(bases, now, made)

    origins = {**upstream.graves, **upstream.origins}
    places = {key: (str(event.place[0]), int(event.place[1])) for key, event in origins.items()}
    sides = Sides(rebased(taken), upstream.elements, local, taken, places, upstream.is_sound)
    return Given(
        sides, elements, build(parsed), texts, upstream.fingerprint, writer, domain_of, _elements, rebased, code
    )  # fmt: skip


def with_announced(found: Compared, announced: tuple[UpstreamChange, ...]) -> Compared:
    return replace(found, given=replace(found.given, announced=announced))


class Writer:
    """Makes changes in the texts of a project; one that needs no other file looks at no other."""

    def __init__(self, texts: Texts, upstream: Elements, place: Callable[[str], str]) -> None:
        self._texts, self._upstream, self._place = texts, upstream, place
        self._homes = homes(texts)

    def renamed(self, taken: Renames) -> Elements | Refused:
        """The elements after renames of elements."""
        found = self([UpstreamChange(">", "upstream-ahead", key, new_name=name) for key, name in taken])
        return found if isinstance(found, Refused) else _elements(found)

    def __call__(self, changes: Sequence[UpstreamChange]) -> Texts | Refused:
        new_names = [_rename(each) for each in changes if each.sign == ">"]
        paths = {self._homes.get(_top(each.key)) for each in changes}
        texts = {path: self._texts[path] for path in paths if path is not None}
        if new_names or None in paths:
            texts = dict(self._texts)
        found = adopted(
            texts, new_names, lambda local: applied(local, changes, self._upstream), self._upstream, self._place
        )  # fmt: skip
        return found if isinstance(found, Refused) else {**self._texts, **found}


def _top(key: Key) -> Key:
    return Key("Flow" if key.word in ("Flow", "Moment") else "BoundedContext", key.names[:1])


def _rename(change: UpstreamChange) -> tuple[str, str, str]:
    if change.spot.member:
        return f"{change.key.identity}.{change.spot.member}", change.new_name, "field"
    return change.key.identity, change.new_name, KINDS[change.key.word]


def _elements(texts: Texts) -> Elements:
    return elements_of(parse(Source(path, text)) for path, text in texts.items())


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


def checked(found: Compared, plan: Plan) -> Plan:
    """The plan, or one that is refused because a specification would have an error that it has not now."""
    root = found.session.project.root
    changes = _changes(found, plan)
    files = Overlaid(found.session.files, {Path(root, each.path): each.after for each in changes})
    project = found.session.project
    gone = {each.path for each in changes if each.after is None}
    sources = tuple(sorted({*project.sources, *(each.path for each in changes)} - gone))
    new = Session(replace(project, sources=sources, diagnostics=()), files=files).held_back
    if not new:
        return plan
    steps = tuple(replace(each, chosen=False) for each in plan.steps)
    reason = f"the text would have an error: {new[0].message}"
    return Plan(steps, "ABORTED", plan.category, {}, {}, Refused("all of the plan", reason, new[0].place))


def carried_out(found: Compared, plan: Plan, mode: Literal["local", "event"]) -> str:
    """Writes the plan; the id of the transaction. Raises ``Failure`` and ``OSError``."""
    domain = build(parse(Source(path, text)) for path, text in {**found.given.texts, **plan.texts}.items())
    done = carry_out(
        store_of(found.session),
        _changes(found, plan),
        plan.bases,
        course=Course(mode, plan.outcome, int(plan.category or 1)),
        fingerprint=found.fold.fingerprint,
        specification_hash=spec_hash(domain),
        applied=[each.change.subject for each in plan.steps if each.chosen],
        open_elements=[each.change.subject for each in plan.open],
    )
    if isinstance(done, Diagnostic):
        raise refused(done)
    return next(
        str(event["reconciliationId"])
        for entry in done.entries
        for event in entry.events
        if "reconciliationId" in event
    )


def _changes(found: Compared, plan: Plan) -> list[Change]:
    root, texts = found.session.project.root, found.given.texts
    return [
        file_change(root, path, texts.get(path), text if text.strip() else None)
        for path, text in sorted(plan.texts.items())
    ]
