"""Who in a folder of code uses which event, for a caller who has a specification or only names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moment.drift import consumption, findings
from moment.drift.consumption import Known
from moment.generate.header import header_of
from moment.project.config import folder
from moment.project.discover import Project
from moment.project.files import DISK, Files
from moment.project.session import Session
from moment.sync import types
from moment.sync.consuming import Consumers, found_uses
from moment.sync.elements import elements
from moment.sync.implemented import LANGUAGES, Implemented, implemented
from moment.sync.locating import Locator
from moment.sync.readings import Cache, Readings
from moment.sync.types import ConsumptionReport, UnresolvedImport
from moment.text.span import Place


def specified_consumption(session: Session, *, cache: Cache | None = None) -> ConsumptionReport:
    """The uses of every element of the project of ``session``, which has no errors."""
    domain, project = session.domain(), session.project
    wanted = elements(domain)
    contexts = {context.id: context.name for context in domain.contexts}
    code = implemented(project, wanted, contexts, files=session.files, readings=Readings(cache))
    consumers = Consumers(domain, wanted, code, project.config.implementation)
    outputs = tuple(folder(project.config.generate, language) for language in LANGUAGES)
    return _report(code, consumers.all(), consumers.unresolved(outputs))


def named_consumption(
    project: Project, events: Sequence[str] | Mapping[str, str], *, files: Files = DISK
) -> ConsumptionReport:
    """The uses of exported types with the names of ``events``, and of values that a discriminant has."""
    named = dict(events) if isinstance(events, Mapping) else {name.rpartition("/")[2]: name for name in events}
    code = implemented(project, (), {}, files=files)
    symbols = {
        symbol.identity: named[name]
        for symbol, names in code.resolver.symbols().items()
        for name in names
        if name in named
    }
    found = consumption.gathered(found_uses(code, Known(symbols, tags=named)).all(), lambda _: None)
    return _report(code, found, tuple(consumption.unresolved(code.scope, lambda path: _is_generated(code, path))))


def _is_generated(code: Implemented, path: str) -> bool:
    return header_of(code.texts.get(path, b"").decode("utf-8", "replace").replace("\r\n", "\n")) is not None


def _report(
    code: Implemented, found: Sequence[consumption.Consumption], missing: Sequence[consumption.Missing]
) -> ConsumptionReport:
    locator = Locator({}, code.texts)

    def place(where: Place) -> types.Place:
        return locator.place(where) or types.Place(where.path, 1, 1, 1, 1)

    return ConsumptionReport(
        tuple(
            types.Consumption(
                each.file, each.context, each.event_type, each.fields, each.role, each.confidence, place(each.place)
            )
            for each in found
        ),
        tuple(UnresolvedImport(each.file, each.name, each.module, place(each.place)) for each in missing),
        tuple(findings.of_damage(path, damage) for path, damage in code.damaged.items()),
    )
