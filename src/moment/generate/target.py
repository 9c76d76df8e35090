"""Which targets a run renders, loaded by name and only then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import cast

from moment.generate import TARGETS
from moment.generate.artifact import Target


def load(name: str) -> Target:
    """The target called ``name``; ``KeyError`` when there is none."""
    module, _, attribute = TARGETS[name].partition(":")
    return cast("Target", getattr(import_module(module), attribute))


def select(names: Iterable[str]) -> tuple[Target, ...]:
    """The targets called ``names`` and those they bring, each once, in the order of ``TARGETS``."""
    wanted = set(_closure(names))
    return tuple(load(name) for name in TARGETS if name in wanted)


def _closure(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield from _closure(load(name).brings)
