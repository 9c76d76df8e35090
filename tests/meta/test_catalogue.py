"""The rules against their pages, their examples and the code that raises them."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from moment.diagnostics.model import Rule
from moment.project.catalogue import rules

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
PAGES = ROOT / "docs" / "rules"
HEADINGS = ("What it finds", "Why it matters", "Example", "Instead")


class Declared(NamedTuple):
    """A rule with the module and the constant that hold it."""

    rule: Rule
    module: str
    constant: str


def trees() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((SOURCE / "moment").rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        found[module.removesuffix(".__init__")] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def declared() -> list[Declared]:
    """Every rule that a module assigns to a constant, in whatever module."""
    found = []
    for module, tree in trees().items():
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=constant)], value=ast.Call(func=ast.Name(id="Rule"))):
                    found.append(Declared(getattr(import_module(module), constant), module, constant))
    return found


def test_there_are_rules() -> None:
    assert len(declared()) >= 120


def test_the_catalogue_has_every_rule_and_no_other() -> None:
    assert sorted(rule.code for rule in rules()) == sorted(one.rule.code for one in declared())


def test_codes_and_names_are_unique_and_well_formed() -> None:
    found = [one.rule for one in declared()]
    assert len({rule.code for rule in found}) == len(found)
    assert len({rule.name for rule in found}) == len(found)
    wrong = [rule for rule in found if not re.fullmatch(r"MOM\d{3}", rule.code)]
    assert [*wrong, *(rule for rule in found if not re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name))] == []


def test_a_message_is_one_short_fact() -> None:
    templates = {one.rule.code: one.rule.template for one in declared()}
    wrong = {
        code: template
        for code, template in templates.items()
        if len(template) >= 80 or template[:1].isupper() or template.endswith(".") or "\n" in template
    }
    assert wrong == {}


def test_every_rule_is_raised_somewhere() -> None:
    used = set()
    for tree in trees().values():
        tables = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        listed = {name for table in tables for name in ast.walk(table)}
        used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in listed}
        used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert [f"{one.module}.{one.constant}" for one in declared() if one.constant not in used] == []


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(one.rule.code for one in declared())


def test_a_page_names_its_rule_and_says_what_why_and_how() -> None:
    wrong = []
    for one in declared():
        path = PAGES / f"{one.rule.code}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        title = text.partition("\n")[0]
        if one.rule.code not in title or one.rule.name not in title:
            wrong.append(f"{one.rule.code}: title {title!r}")
        found = re.findall(r"^#+ (.*?)\s*$", text, re.MULTILINE)
        wrong += [f"{one.rule.code}: no heading {heading!r}" for heading in HEADINGS if heading not in found]
    assert wrong == []


def test_every_rule_has_an_example_in_the_specification_tests() -> None:
    expected = set()
    for path in (ROOT / "tests" / "spec").rglob("*.md"):
        expected |= set(re.findall(r"(?:error|warning|info): \[([a-z-]+)\]", path.read_text(encoding="utf-8")))
    said = (ROOT / "tests" / "process" / "test_file_rules.py").read_text(encoding="utf-8")
    said += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "golden" / "cli").glob("*.txt"))
    missing = [one.rule for one in declared() if one.rule.name not in expected and one.rule.code not in said]
    assert sorted(rule.name for rule in missing) == []
