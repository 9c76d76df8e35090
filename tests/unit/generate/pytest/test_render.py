"""Which files the pytest target makes, and how they find each other."""

from __future__ import annotations

import ast
import re

import pytest

from moment.generate.collisions import collisions
from moment.generate.header import header_of
from tests.conformance.judged import SPECIFICATIONS, generated
from tests.conftest import Golden
from tests.unit.generate.pytest.models import MODEL, SAMPLE, domain_of, functions, rendered


def test_the_files_of_a_small_model(golden: Golden) -> None:
    artifacts = generated(SPECIFICATIONS["order-to-parcel"], "pytest")
    golden.tree("pytest", {f"{each.path}.txt": each.text for each in artifacts if each.target == "pytest"})


def test_a_file_for_each_flow_and_each_context_that_has_cases() -> None:
    assert list(rendered(MODEL + '    flow "empty"\n')) == [
        "generated/pytest/test_sending.py",
        "generated/pytest/test_empty.py",
        "generated/pytest/payloads.py",
        "generated/pytest/harness.py",
        "generated/pytest/conftest.py",
        "bindings/shop_domain_bindings.py",
    ]
    more = rendered(MODEL.replace("    flow", '      policy P trigger Sent action "a" chains-to Pack\n    flow', 1))
    assert "generated/pytest/test_dispatch_context.py" in more


def test_an_empty_model_makes_nothing() -> None:
    assert rendered("") == {}


def test_generated_files_have_a_header_that_verifies() -> None:
    generated = [artifact for artifact in rendered(MODEL).values() if artifact.kind == "generated"]
    assert len(generated) == 4
    headers = [header_of(artifact.text) for artifact in generated]
    assert {header and (header.target, header.verifies) for header in headers} == {("pytest", True)}


def test_the_bindings_are_a_scaffold_that_binds_nothing() -> None:
    scaffold = rendered(MODEL, package="our_shop")["bindings/our_shop_bindings.py"]
    assert scaffold.kind == "scaffold"
    assert header_of(scaffold.text) is None
    assert scaffold.text.splitlines()[1:4] == ["from harness import Bindings", "", "bindings: Bindings = {}"]


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (("generated/python", "generated/pytest", "bindings"), '[".", "../../bindings", "../python"]'),
        (("src", "tests/model", "tests/bindings"), '[".", "../bindings", "../../src"]'),
        (("lib", "tests", "tests"), '[".", ".", "../lib"]'),
    ],
)
def test_modules_are_found_from_the_folder_of_the_tests(folders: tuple[str, str, str], expected: str) -> None:
    python, pytest, bindings = folders
    found = rendered(MODEL, python=python, pytest=pytest, bindings=bindings)
    conftest = found[f"{pytest}/conftest.py"].text
    assert re.findall(r"^for folder in (.*):$", conftest, flags=re.MULTILINE) == [expected]


def test_only_used_names_are_imported_and_all_are_used() -> None:
    for path, artifact in rendered(MODEL, (SAMPLE,)).items():
        tree = ast.parse(artifact.text)
        imported = {
            alias.asname or alias.name
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert imported <= used, path


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert rendered(MODEL, (SAMPLE,)) == rendered(MODEL, (SAMPLE,))


def test_a_moment_without_a_placement_is_told() -> None:
    text = rendered(MODEL + '      moment "Later"\n')["generated/pytest/test_sending.py"].text
    assert text.endswith("\n\n# Later: shows nothing yet.\n")


def test_names_that_tests_use_themselves_are_told_apart() -> None:
    found = rendered("""
        context "Payloads"
          aggregate "Load" identity id: UUID
            states A -> B on Gone
            command Go input id: UUID emits Gone
            event Gone id: UUID
        context "Bindings"
          aggregate "Payloads" identity id: UUID
            command Result emits Bound
            event Bound id: UUID
          policy React trigger Gone action "reacts" chains-to Result
    """)
    text = found["generated/pytest/test_payloads_context.py"].text
    assert "from shop_domain.contexts import payloads as payloads_" in text.splitlines()
    assert functions(text)["test_load_step_go"].splitlines()[1:3] == [
        "load_ = load([])",
        "result = load_.go(payloads_.GoInput.read(payloads['Payloads/Load']['Go']))",
    ]


def test_a_flow_may_be_called_like_a_context() -> None:
    text = MODEL.replace("    flow", '      policy P trigger Sent action "a" chains-to Pack\n    flow', 1)
    text = text.replace('flow "sending"', 'flow "dispatch"')
    assert list(collisions(domain_of(text), ["pytest"])) == []
    assert {"generated/pytest/test_dispatch.py", "generated/pytest/test_dispatch_context.py"} <= rendered(text).keys()
