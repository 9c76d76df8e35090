"""What a project's targets want to exist: settings, folders and inputs of each, and the artifacts they render."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.generate import target as targets_by_name
from moment.generate.artifact import Artifact
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.project.inputs import gather
from moment.project.paths import Paths, refusal_of_folder
from moment.project.rules import INVALID_CONFIGURATION
from moment.project.session import Session
from moment.project.targets import folder, settings_of
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
        inputs = gather(session, selected, out)
        for target in selected:
            started = perf_counter()
            artifacts.extend(target.render(session.domain(), settings_of(settings, target), inputs))
            milliseconds[target.name] = (perf_counter() - started) * 1000
    chosen = tuple(target.name for target in selected)
    return Production(chosen, tuple(artifacts), tuple(out.values()), milliseconds, findings)


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
