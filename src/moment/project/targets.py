"""Settings of targets, as moment.toml has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from moment.generate.artifact import Target
from moment.generate.target import load, select
from moment.project.config import GenerateSettings, section
from moment.project.discover import Project


def settings_of(settings: GenerateSettings, target: Target) -> Any:
    """The target's settings: of its own section, else of the sections of the targets that it brings."""
    sections = [section(settings, name) for name in (target.name, *_brought(target))]
    values: dict[str, Any] = {}
    for item in fields(target.settings):
        holder = next((section for section in sections if hasattr(section, item.name)), None)
        if holder is not None:
            values[item.name] = getattr(holder, item.name)
    return target.settings(**values)


def settings_by_name(project: Project, names: Iterable[str]) -> dict[str, Any]:
    """Settings of the targets called ``names`` and of those that they bring."""
    return {target.name: settings_of(project.config.generate, target) for target in select(names)}


def _brought(target: Target) -> Iterator[str]:
    for name in target.brings:
        yield name
        yield from _brought(load(name))
