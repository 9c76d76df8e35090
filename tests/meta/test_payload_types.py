"""What the page knows of Python's types is what Python has."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

FACET = Path(__file__).parents[2] / "facet-app"


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("payload_types", FACET / "payload_types.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_payload_types_are_what_would_be_written_now() -> None:
    written = (FACET / "src" / "data" / "payloads.ts").read_text(encoding="utf-8")
    assert written == writer().text(), "run `make facet-types`"


def test_every_name_is_taken_once() -> None:
    declared = [
        line.split()[2]
        for line in writer().text().splitlines()
        if line.startswith(("export interface ", "export type "))
    ]
    assert len(declared) >= 80
    assert sorted(set(declared)) == sorted(declared)
