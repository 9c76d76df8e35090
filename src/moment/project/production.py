"""What a project's targets want to exist: settings, folders and inputs of each, and the artifacts they render."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from time import perf_counter
from typing import Any, NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.generate import target as targets_by_name
from moment.generate.artifact import Artifact, Inputs, Target
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.project.config import GenerateSettings
from moment.project.paths import Paths, refusal_of_folder
from moment.project.rules import INVALID_CONFIGURATION
from moment.project.session import Session
from moment.text.span import Place


class Production(NamedTuple):
    """Artifacts of the selected targets and their milliseconds; ``findings`` say why there are none."""

    targets: tuple[str, ...]
    artifacts: tuple[Artifact, ...]
    folders: tuple[str, ...]
    milliseconds: dict[str, float]
    findings: tuple[Diagnostic, ...] = ()


def produce_artifacts(session: Session, names: Sequence[str]) -> Production:
    """Renders the targets called ``names`` and those that they bring; nothing is written."""
    selected = targets_by_name.select(names)
    settings = session.project.config.generate
    out = {target.name: folder(settings, target.name) for target in selected}
    shared = [settings.out] if any(path.startswith(f"{settings.out}/") for path in out.values()) else []
    findings = tuple(_unsafe(session, [*shared, *out.values(), settings.bindings]))
    milliseconds: dict[str, float] = {}
    artifacts: list[Artifact] = []
    if not findings:
        inputs = _inputs(session, selected, out)
        for target in selected:
            started = perf_counter()
            artifacts.extend(target.render(session.domain(), settings_of(settings, target), inputs))
            milliseconds[target.name] = (perf_counter() - started) * 1000
    chosen = tuple(target.name for target in selected)
    return Production(chosen, tuple(artifacts), tuple(out.values()), milliseconds, findings)


def folder(settings: GenerateSettings, name: str) -> str:
    """Where a target writes: its own ``out``, else a folder of its name below the common one."""
    own = getattr(getattr(settings, name, None), "out", "")
    return own or f"{settings.out}/{name}"


def settings_of(settings: GenerateSettings, target: Target) -> Any:
    """The target's settings with the values of its section; ``extension`` of the tests is that of the types."""
    section = getattr(settings, target.name, None)
    values: dict[str, Any] = {}
    for item in fields(target.settings):
        if section is not None and hasattr(section, item.name):
            values[item.name] = getattr(section, item.name)
        elif hasattr(settings.typescript, item.name):
            values[item.name] = getattr(settings.typescript, item.name)
    return target.settings(**values)


def _inputs(session: Session, selected: Iterable[Target], out: dict[str, str]) -> Inputs:
    """What the targets need from their neighbours, computed once and only when one asks."""
    needs = frozenset().union(*(target.needs for target in selected))
    domain = session.domain()
    inputs = Inputs(
        session.project.name,
        session.project.config.version,
        tuple(sorted(session.parsed)),
        out,
        session.project.config.generate.bindings,
    )
    if not needs:
        return inputs
    from moment.behaviour.samples import samples
    from moment.derive.topology import cases

    return Inputs(
        inputs.project,
        inputs.version,
        inputs.sources,
        inputs.out,
        inputs.bindings,
        cases(domain) if "cases" in needs else (),
        samples(domain, seed=session.project.config.simulate.seed) if "samples" in needs else (),
    )


def _unsafe(session: Session, folders: Iterable[str]) -> Iterator[Diagnostic]:
    """Folders that nothing may be written to: outside the project, or among the specifications."""
    paths = Paths(session.project.root)
    for name in folders:
        reason = refusal_of_folder(name)
        if reason is not None:
            hint = "Name a folder below the project."
            yield PATH_OUTSIDE_PROJECT.at(Place(name or ".", 0, 0), hint=hint, path=name, reason=reason)
            continue
        resolved = paths.resolve(name)
        if isinstance(resolved, Diagnostic):
            yield resolved
        elif any(path.startswith(name.rstrip("/") + "/") for path in session.project.sources):
            hint = "Choose a folder without specifications for `out`."
            yield INVALID_CONFIGURATION.at(
                Place("moment.toml", 0, 0), hint=hint, problem=f"output folder `{name}` holds specifications"
            )
