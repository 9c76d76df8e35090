"""What a project's targets want to exist: settings, folders and inputs of each, and the artifacts they render."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple, Protocol

from moment.diagnostics.model import Diagnostic
from moment.generate import target as targets_by_name
from moment.generate.artifact import Artifact, RenderError
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.project.config import folder
from moment.project.inputs import add, begin, needed
from moment.project.paths import Paths, refusal_of_folder
from moment.project.rules import INVALID_CONFIGURATION
from moment.project.session import Session
from moment.project.targets import settings_of
from moment.text.span import Place


class Production(NamedTuple):
    """Artifacts of the selected targets and their milliseconds; ``findings`` say why there are none."""

    targets: tuple[str, ...]
    artifacts: tuple[Artifact, ...]
    folders: tuple[str, ...]
    milliseconds: dict[str, float]
    findings: tuple[Diagnostic, ...] = ()


class Track(Protocol):
    """Passes on the steps of a long run while showing how far it is."""

    def __call__(self, steps: Sequence[str], /) -> Iterable[str]: ...


def produce_artifacts(session: Session, names: Sequence[str], *, track: Track = iter) -> Production:
    """Renders the targets called ``names`` and those that they bring; nothing is written.

    Every step, named after the input that is computed or the target that is rendered, passes through ``track``.
    """
    selected = {target.name: target for target in targets_by_name.select(names)}
    out = folders(session, selected)
    findings = unsafe(session, out.values())
    milliseconds: dict[str, float] = {}
    artifacts: list[Artifact] = []
    asked = () if findings else needed(selected.values())
    steps = () if findings else (*asked, *selected)
    inputs = begin(session, out)
    try:
        with _collection_paused():
            for number, step in enumerate(track(steps)):
                started = perf_counter()
                if number < len(asked):
                    inputs = add(session, inputs, step)
                else:
                    target = selected[step]
                    artifacts.extend(
                        target.render(session.domain(), settings_of(session.project.config.generate, target), inputs)
                    )
                spent = (perf_counter() - started) * 1000
                milliseconds[step] = milliseconds.get(step, 0.0) + spent
    except RenderError as error:
        return Production(tuple(selected), (), tuple(out.values()), milliseconds, (error.finding,))
    return Production(tuple(selected), tuple(artifacts), tuple(out.values()), milliseconds, findings)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Rendering makes a great many values and no cycles: looking for some costs a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def folders(session: Session, names: Iterable[str]) -> dict[str, str]:
    """From the targets called ``names`` to where each writes."""
    return {name: folder(session.project.config.generate, name) for name in names}


def unsafe(session: Session, out: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Which of the folders ``out`` nothing may be written to: outside the project, or among the specifications."""
    settings, own = session.project.config.generate, tuple(out)
    shared = [settings.out] if any(path.startswith(f"{settings.out}/") for path in own) else []
    return tuple(_unsafe(session, [*shared, *own, settings.bindings]))


def _unsafe(session: Session, out: Iterable[str]) -> Iterator[Diagnostic]:
    paths = Paths(session.project.root)
    for name in out:
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
