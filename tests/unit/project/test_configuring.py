"""moment.toml: every key, every mistake at its place, and what severities do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from moment.project.config import Config, keys
from moment.project.discover import discover
from moment.project.files import Memory
from moment.project.globs import matches
from moment.project.session import Session
from moment.project.settings import read
from moment.text.source import Source

SPECIFICATION = """\
context "A"
  aggregate "O"
    identity id: UUID
    event Lost
      id: UUID
"""


def mistakes(text: str) -> list[tuple[int, int, str]]:
    """Line, column and message of every finding."""
    source = Source("moment.toml", text)
    return [(*source.position(finding.place.start), finding.message) for finding in read(source, {})[1]]


def test_an_empty_file_is_all_defaults() -> None:
    assert read(Source("moment.toml", ""), {}) == (Config(), ())


def test_a_flow_has_what_holds_for_all_but_what_is_said_of_it() -> None:
    text = """
        [simulate]
        seed = 7
        faults = { lose = 2 }
        [simulate.flows.order]
        instances = 2
        limits.states = 10
    """
    settings = read(Source("moment.toml", text), {})[0].simulate
    order = settings.of_flow("order")
    assert (order.seed, order.faults.lose, order.instances, order.limits.states) == (7, 2, 2, 10)
    assert order.limits.seconds == settings.limits.seconds
    assert settings.of_flow("other") is settings


def test_contexts_and_names_of_the_implementation_are_read() -> None:
    text = """
        [implementation]
        contexts = { "Ordering" = ["src/ordering/**"] }
        names = { "Ordering/Order/PlaceOrder" = "src/api.ts#PlaceOrderDto" }
    """
    settings, findings = read(Source("moment.toml", text), {})
    assert findings == ()
    assert dict(settings.implementation.contexts) == {"Ordering": ["src/ordering/**"]}
    assert dict(settings.implementation.names) == {"Ordering/Order/PlaceOrder": "src/api.ts#PlaceOrderDto"}


def test_a_context_without_globs_and_a_name_without_a_symbol_are_mistakes() -> None:
    assert mistakes('[implementation]\ncontexts.Ordering = "src"\nnames.Order = "src/api.ts"\n') == [
        (2, 21, "`implementation.contexts.Ordering` is not a list of strings"),
        (3, 15, '`implementation.names.Order` is not a symbol, `"src/file.ts#Name"`'),
    ]


@pytest.mark.parametrize("name", keys(Config))
def test_every_key_takes_its_default_and_refuses_another_type(name: str) -> None:
    default, _ = keys(Config)[name]
    if name in ("rules", "simulate.flows", "implementation.contexts", "implementation.names"):
        return
    written: Any = list(default) if isinstance(default, tuple) else default
    good = str(written).lower() if isinstance(written, bool) else repr(written).replace("'", '"')
    assert read(Source("moment.toml", f"{name} = {good}\n"), {}) == (Config(), ())
    (found,) = mistakes(f"{name} = {{ x = 1 }}\n")
    assert found[:2] == (1, len(name) + 4)
    assert found[2].startswith(f"`{name}` is not ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('nmae = "x"\n', [(1, 1, "no key `nmae`")]),
        ("[check]\nfail_on = 1\n", [(2, 1, "no key `check.fail_on`")]),
        ('check = { fail-on = "eror" }\n', [(1, 21, "`check.fail-on` cannot be `eror`")]),
        ("simulate.limits.seconds = true\n", [(1, 27, "`simulate.limits.seconds` is not a number")]),
        ("sources = [1]\n\nexclude = 2\n", [
            (1, 11, "`sources` is not a list of strings"), (3, 11, "`exclude` is not a list of strings"),
        ]),
        ("simulate.flows.order = 2\n", [(1, 24, "`simulate.flows.order` is not a table")]),
        ("[simulate.flows.order]\ninstance = 2\n", [(2, 1, "no key `simulate.flows.order.instance`")]),
        ("[simulate.flows.order]\nstrict = true\n", [(2, 1, "no key `simulate.flows.order.strict`")]),
        ('generate.targets = ["typescript", "vitst"]\n', [(1, 20, "`generate.targets` cannot be `vitst`")]),
        ("name = \n", [(1, 8, "invalid value")]),
        ('[rules]\nMOM6 = "off"\nlarge-aggregate = "loud"\n', [(3, 19, "`rules.large-aggregate` is no severity")]),
        ('[rules]\nunknown-lane = "off"\n', [(2, 16, "error `unknown-lane` cannot be switched off")]),
        ('[rules]\npaths = [{ files = "x" }]\n', [(2, 9, "`rules.paths` is no list of files and severities")]),
        ('[rules]\npaths = [{ files = ["x"], set = { nonsense = "off" } }]\n', [(2, 9, "no rule `nonsense`")]),
    ],
)  # fmt: skip
def test_mistakes_are_found_at_their_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert mistakes(text) == expected


def test_overrides_come_before_the_file() -> None:
    config, found = read(Source("moment.toml", 'name = "a"\n[check]\nfail-on = "info"\n'), {"check.fail-on": "warning"})
    assert (config.name, config.check.fail_on, found) == ("a", "warning", ())


def severities(rules: str, path: str = "specs/a.moment") -> list[str]:
    files = Memory({"/p/moment.toml": f"[generate]\ntargets = []\n[rules]\n{rules}", f"/p/{path}": SPECIFICATION})
    session = Session(discover((), cwd=Path("/p"), files=files), files=files)
    return [f"{finding.code} {finding.severity.label}" for finding in session.diagnostics()]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("", ["MOM413 info"]),
        ('unconsumed-event = "error"\n', ["MOM413 error"]),
        ('MOM4 = "off"\n', []),
        ('MOM4 = "off"\nMOM413 = "warning"\n', ["MOM413 warning"]),
        ('paths = [{ files = ["specs/**"], set = { unconsumed-event = "off" } }]\n', []),
        ('paths = [{ files = ["legacy/**"], set = { unconsumed-event = "off" } }]\n', ["MOM413 info"]),
        ('MOM413 = "off"\npaths = [{ files = ["*/*"], set = { MOM4 = "warning" } }]\n', ["MOM413 warning"]),
    ],
)
def test_severities_of_rules_areas_and_paths(rules: str, expected: list[str]) -> None:
    assert severities(rules) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("**/*.moment", "a.moment", True), ("**/*.moment", "a/b/c.moment", True), ("*.moment", "a/b.moment", False),
        ("specs/**", "specs/a/b.x", True), ("specs/**", "spec/a", False), ("a?.moment", "ab.moment", True),
        ("[ab].moment", "a.moment", True), ("[!ab].moment", "a.moment", False), ("{a,b}/*.moment", "b/x.moment", True),
        ("{a,b}/*.moment", "c/x.moment", False), ("a.b", "axb", False),
    ],
)  # fmt: skip
def test_globs(pattern: str, path: str, expected: bool) -> None:
    assert matches(path, (pattern,)) is expected
