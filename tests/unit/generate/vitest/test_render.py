"""Which files the vitest target makes, and how they find each other."""

from __future__ import annotations

import re

import pytest

from moment.generate.header import header_of
from moment.generate.vitest.target import TARGET, Settings
from tests.unit.generate.vitest.models import MODEL, SAMPLE, rendered


def imports(text: str) -> list[str]:
    return re.findall(r"^import .* from '(.*)';$", text, flags=re.MULTILINE)


def test_a_file_for_each_flow_aggregate_and_context_that_has_cases() -> None:
    found = rendered(MODEL + '    flow "empty"\n')
    assert list(found) == [
        "generated/vitest/flows/sending.spec.ts",
        "generated/vitest/flows/empty.spec.ts",
        "generated/vitest/payloads.ts",
        "generated/vitest/harness.ts",
        "bindings/vitest.ts",
    ]
    more = rendered(
        MODEL.replace("event Packed", "event Lost event Packed").replace(
            "    flow", '      policy P trigger Sent action "a" chains-to Pack\n    flow', 1
        )
    )
    assert "generated/vitest/contexts/dispatch/processes.spec.ts" in more


def test_an_aggregate_called_like_the_processes_keeps_its_own_file() -> None:
    found = rendered("""
        context "Sales"
          aggregate "Processes" identity id: UUID
            command Go emits Gone
            event Gone id: UUID
          policy Again trigger Gone action "again" chains-to Go
    """)
    specs = [path for path in found if path.endswith(".spec.ts")]
    assert specs == [
        "generated/vitest/contexts/sales/processes_.spec.ts",
        "generated/vitest/contexts/sales/processes.spec.ts",
    ]


def test_an_empty_model_makes_nothing() -> None:
    assert rendered("") == {}


def test_generated_files_have_a_header_that_verifies() -> None:
    generated = [artifact for artifact in rendered(MODEL).values() if artifact.kind == "generated"]
    assert len(generated) == 3
    for artifact in generated:
        header = header_of(artifact.text)
        assert header is not None
        assert (header.target, header.sources, header.verifies) == ("vitest", ("model.moment",), True)


def test_the_bindings_are_a_scaffold_that_binds_nothing() -> None:
    scaffold = rendered(MODEL)["bindings/vitest.ts"]
    assert scaffold.kind == "scaffold"
    assert header_of(scaffold.text) is None
    assert scaffold.text.splitlines()[1:] == [
        "import type { Bindings } from '../generated/vitest/harness.js';",
        "",
        "export const bindings: Bindings = {};",
    ]


@pytest.mark.parametrize(
    ("typescript", "vitest", "extension", "expected"),
    [
        (
            "generated/typescript",
            "generated/vitest",
            ".js",
            ["vitest", "../../../bindings/vitest.js", "../../typescript/index.js", "../../typescript/runtime.js",
             "../harness.js", "../payloads.js"],
        ),
        (
            "packages/domain/src/generated",
            "tests/moment",
            "",
            ["vitest", "../../../bindings/vitest", "../../../packages/domain/src/generated/index",
             "../../../packages/domain/src/generated/runtime", "../harness", "../payloads"],
        ),
        (
            "generated",
            "generated/tests",
            ".ts",
            ["vitest", "../../../bindings/vitest.ts", "../../index.ts", "../../runtime.ts", "../harness.ts",
             "../payloads.ts"],
        ),
    ],
)  # fmt: skip
def test_imports_follow_the_folders_and_the_extension(
    typescript: str, vitest: str, extension: str, expected: list[str]
) -> None:
    settings = TARGET.settings(extension=extension)
    assert isinstance(settings, Settings)
    found = rendered(MODEL, settings=settings, typescript=typescript, vitest=vitest)
    assert imports(found[f"{vitest}/flows/sending.spec.ts"].text) == expected


def test_only_used_names_are_imported() -> None:
    text = rendered(MODEL, (SAMPLE,))["generated/vitest/flows/sending.spec.ts"].text
    names = [
        name for line in re.findall(r"^import \{ (.*) \} from", text, flags=re.MULTILINE) for name in line.split(", ")
    ]
    assert len(names) >= 10
    assert [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2] == []


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert rendered(MODEL, (SAMPLE,)) == rendered(MODEL, (SAMPLE,))


def test_a_moment_without_a_placement_is_still_to_do() -> None:
    text = rendered(MODEL + '      moment "Later"\n')["generated/vitest/flows/sending.spec.ts"].text
    assert text.endswith("  describe('Later', () => {\n    it.todo('shows something');\n  });\n});\n")
