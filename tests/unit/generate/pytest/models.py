"""What the tests of the pytest target render, and what stands in the files."""

from __future__ import annotations

import ast

from moment.derive import cases
from moment.generate.artifact import Artifact, Inputs
from moment.generate.pytest.target import TARGET, Settings
from moment.model.results import Sample
from tests.unit.generate.vitest.models import MODEL, SAMPLE, domain_of

__all__ = ["MODEL", "SAMPLE", "domain_of", "functions", "rendered"]


def rendered(
    text: str,
    samples: tuple[Sample, ...] = (),
    *,
    package: str = "",
    python: str = "generated/python",
    pytest: str = "generated/pytest",
    bindings: str = "bindings",
) -> dict[str, Artifact]:
    domain = domain_of(text)
    out = {"python": python, "pytest": pytest}
    inputs = Inputs("shop", "1.0.0", ("model.moment",), out, bindings, cases(domain), samples)
    found = TARGET.render(domain, Settings(package), inputs)
    assert len({artifact.path for artifact in found}) == len(found)
    return {artifact.path: artifact for artifact in found}


def functions(text: str) -> dict[str, str]:
    """From the name of each test in a file to its body."""
    tree = ast.parse(text)
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert len({node.name for node in tests}) == len(tests)
    return {node.name: "\n".join(map(ast.unparse, node.body[1:])) for node in tests}
