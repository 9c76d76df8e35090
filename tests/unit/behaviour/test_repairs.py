"""Which changes are offered for which failure: exact titles and lines, each explored again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import pytest

from moment.behaviour.failures import ways_to_fail
from moment.behaviour.figures import Explored, measure
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import FaultKind, Scope
from moment.behaviour.reachability import explore_reference
from moment.behaviour.repairs import Effort, Failure, Figures, mend
from moment.behaviour.repairs.search import WRITERS
from moment.behaviour.simulation import Simulation, simulate
from moment.behaviour.steps import prepare
from moment.diagnostics.edits import apply
from moment.language.formatter import format_text
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source

LEFT = """\
context "Left"

  aggregate "A"
    identity aId: UUID
    {lifecycle}

    command DoA
      {inputs}
      emits ADone

    command DoB
      {condition}
      emits BDone

    event ADone
      aId: UUID

    event BDone
      aId: UUID
"""
RIGHT = """
context "Right"

  aggregate "Z"
    identity zId: UUID

    command DoX
      input aId: UUID
      emits XDone

    command DoY
      emits YDone

    event XDone
      zId: UUID

    event YDone
      zId: UUID
"""
LANES = """
flow "f"
  lane l "Left"
  lane r "Right"
"""


def left(*, lifecycle: str = "", inputs: str = "", condition: str = "", emits: str = "ADone", more: str = "") -> str:
    text = LEFT.format(lifecycle=lifecycle, inputs=inputs, condition=condition).replace("emits ADone", f"emits {emits}")
    return text + more


DO_C = """
    command DoC
      emits CDone

    event CDone
      aId: UUID
"""


def model(flow: str, *, first: str = "", second: str = RIGHT) -> str:
    """A project in the one layout, so that every repair has to keep it."""
    text = format_text(parse(Source("a.moment", (first or left()) + second + LANES + flow)))
    assert text is not None
    return text


def run(text: str, budgets: Mapping[FaultKind, int]) -> Simulation:
    source = Source("a.moment", text)
    domain = build([parse(source)])
    return simulate(domain, faults=budgets, sources={source.path: source})


class Offered(NamedTuple):
    kind: str
    title: str
    lines: tuple[str, ...]


def offered(text: str, verdict: str, budgets: Mapping[FaultKind, int]) -> list[Offered]:
    """The repairs of the one finding of ``verdict``; the changed text has lost it and is still in the one layout."""
    simulation = run(text, budgets)
    (finding,) = (found for found in simulation.flows[0].findings if found.verdict == verdict)
    assert finding.mended.untried is None
    found = []
    for repair in finding.mended.repairs:
        changed = apply(text, repair.edits)
        assert format_text(parse(Source("a.moment", changed))) == changed
        again = run(changed, budgets)
        assert [each for each in again.flows[0].findings if each.verdict == verdict] == []
        found.append(Offered(repair.kind, repair.title, tuple(f"{e.sign} {e.text}" for e in repair.changes)))
    return found


def flow(*moments: str) -> str:
    """Moments called One, Two, Three, each of lines with a lane."""
    names = ("One", "Two", "Three")
    lines = []
    for name, moment in zip(names, moments, strict=False):
        lines.append(f'  moment "{name}"{" [branch]" if "when" in moment else ""}')
        lines += [f"    {line}" for line in moment.split("\n")]
    return "\n".join(lines) + "\n"


def crossing(*, field: str = "aId: UUID [required]") -> str:
    sent = f"l: DoA\nl: ADone crosses-to r via CustomerSupplier\n  contract\n    aId: UUID [required]\n    {field}"
    return flow(sent, "r: DoX triggered-by ADone")


def saga(edges: str, *, undo: str = "", timeout: str = "none") -> str:
    return f"""
  saga S
    trigger ADone
    states {edges}
    {undo}
    compensation "undone"
    timeout {timeout}
"""


POLICIES = """
  policy Again
    trigger ADone
    action "and again"
    chains-to DoB

  policy Back
    trigger BDone
    action "and back"
    chains-to DoA
"""
QUIET: Mapping[FaultKind, int] = {"duplicate": 0, "refuse": 0, "timeout": 0}


class Case(NamedTuple):
    text: str
    verdict: str
    expected: list[Offered]
    budgets: Mapping[FaultKind, int] = QUIET


CASES = {
    "a contract asks for a field that the event lacks": Case(
        model(crossing(field="size: number [required]")),
        "contract-violation",
        [
            Offered("carry-field", "let `ADone` carry `size` as the contract says", ("+ size: number",)),
            Offered(
                "relax-contract",
                "ask for `size` in the contract as `ADone` carries it",
                ("- size: number [required]", "+ size: number"),
            ),
        ],
    ),
    "a contract misspells a field": Case(
        model(
            crossing(field="zize: number [required]"),
            first=left().replace("    event BDone", "      size: number\n\n    event BDone"),
        ),
        "contract-violation",
        [
            Offered(
                "rename-contract-field",
                "call `zize` `size` in the contract",
                ("- zize: number [required]", "+ size: number [required]"),
            ),
            Offered("carry-field", "let `ADone` carry `zize` as the contract says", ("+ zize: number",)),
            Offered(
                "relax-contract",
                "ask for `zize` in the contract as `ADone` carries it",
                ("- zize: number [required]", "+ zize: number"),
            ),
        ],
    ),
    "a renamed field would starve the consumer, so the contract is not renamed": Case(
        model(
            crossing(field="zize: number [required]"),
            first=left().replace("    event BDone", "      size: number\n\n    event BDone"),
            second=RIGHT.replace("input aId: UUID", "input aId: UUID, zize: number"),
        ),
        "contract-violation",
        [Offered("carry-field", "let `ADone` carry `zize` as the contract says", ("+ zize: number",))],
    ),
    "another type": Case(
        model(
            crossing(field="size: string [required]"),
            first=left().replace("    event BDone", "      size: number\n\n    event BDone"),
        ),
        "contract-violation",
        [
            Offered(
                "carry-field", "let `ADone` carry `size` as the contract says", ("- size: number", "+ size: string")
            ),
            Offered(
                "relax-contract",
                "ask for `size` in the contract as `ADone` carries it",
                ("- size: string [required]", "+ size: number [required]"),
            ),
        ],
    ),
    "an input that nothing supplies": Case(
        model(crossing(field=""), second=RIGHT.replace("input aId: UUID", "input aId: UUID, size: number")),
        "contract-violation",
        [
            Offered(
                "carry-input", "carry `size` with `ADone` to Right", ("+ size: number", "+ size: number [required]")
            ),
            Offered(
                "optional-input",
                "let `DoX` do without `size`",
                ("- input aId: UUID, size: number", "+ input aId: UUID, size: number?"),
            ),
        ],
    ),
    "a second effect": Case(
        model(crossing(field="")),
        "double-effect",
        [Offered("idempotent", "let Right know a second `ADone` by `aId`", ("+ idempotent by aId",))],
        {"duplicate": 1},
    ),
    "a second effect without a field that identifies": Case(
        model(
            crossing(field="").replace("aId: UUID [required]", ""),
            second=RIGHT.replace("      input aId: UUID\n", ""),
        ),
        "double-effect",
        [
            Offered(
                "idempotent",
                "carry `aId` with `ADone` and let Right know a second one by it",
                ("+ idempotent by aId", "+ aId: UUID [required]"),
            )
        ],
        {"duplicate": 1},
    ),
    "a second effect on something with a lifecycle": Case(
        model(
            crossing(field=""),
            second=RIGHT.replace("identity zId: UUID", "identity zId: UUID\n    states New -> Made on XDone"),
        ),
        "double-effect",
        [
            Offered("idempotent", "let Right know a second `ADone` by `aId`", ("+ idempotent by aId",)),
            Offered(
                "guard",
                "let `DoX` be handled only while `Z` is New",
                ('+ precondition isNew: "Z is New" in New',),
            ),
        ],
        {"duplicate": 1},
    ),
    "an event that only another path brings": Case(
        model(
            flow(
                "l: DoA",
                "when fast\n  l: ADone\nwhen slow\n  l: ADone crosses-to r via Conformist contract\n      aId: UUID [required]",
                "r: DoX triggered-by ADone",
            )
        ),
        "stalled",
        [
            Offered(
                "add-crossing",
                "let `ADone` cross to Right",
                (
                    "- l: ADone",
                    "+ l: ADone crosses-to r via Conformist",
                    "+ delivery at-least-once idempotent by aId",
                    "+ contract",
                    "+ aId: UUID [required]",
                ),
            ),
            Offered("drop-cause", "let `DoX` not wait for `ADone`", ("- triggered-by ADone",)),
        ],
    ),
    "an event that nothing has emitted": Case(
        model(flow("l: DoA\nl: ADone", "r: DoX triggered-by BDone", "l: BDone")),
        "stalled",
        [
            Offered("place-command", "place `DoB` before `DoX`", ("+ l: DoB", "+ l: BDone")),
            Offered(
                "add-policy",
                "add a policy that chains `ADone` to `DoB`",
                ("+ policy DoBOnADone", "+ trigger ADone", '+ action "Do b"', "+ chains-to DoB"),
            ),
            Offered("drop-cause", "let `DoX` not wait for `BDone`", ("- triggered-by BDone",)),
        ],
    ),
    "an event that was not the one emitted": Case(
        model(flow("l: DoA", "l: ADone [optional]", "l: BDone"), first=left(emits="ADone or BDone")),
        "stalled",
        [Offered("make-optional", "make `BDone` optional", ("- l: BDone", "+ l: BDone [optional]"))],
    ),
    "a condition that is false": Case(
        model(
            flow("l: DoA", "l: DoB"),
            first=left(
                lifecycle="states New -> Open on ADone -> Ready on CDone",
                condition='precondition ready: "It is ready" in Ready',
                more=DO_C,
            ),
        ),
        "stalled",
        [
            Offered("place-command", "place `DoC` before `DoB`", ("+ l: DoC", "+ l: CDone")),
            Offered(
                "widen-precondition",
                "let `DoB` be handled while `A` is Open",
                (
                    '- precondition ready: "It is ready" in Ready',
                    '+ precondition ready: "It is ready" in Ready, Open',
                ),
            ),
        ],
    ),
    "an event in a state without an edge": Case(
        model(
            flow("l: DoA", "l: DoB"),
            first=left(lifecycle="states New -> Open on ADone -> Ready on CDone -> Shut on BDone", more=DO_C),
        ),
        "illegal-transition",
        [
            Offered("place-command", "place `DoC` before `DoB`", ("+ l: DoC", "+ l: CDone")),
            Offered("add-edge", "let `BDone` lead from Open to Shut", ("+ states Open -> Shut on BDone",)),
            Offered("add-edge", "let `BDone` leave `A` Open", ("+ states Open -> Open on BDone",)),
        ],
    ),
    "an emission that nothing continues": Case(
        model(flow("l: DoA\nl: ADone"), first=left(emits="ADone or BDone")),
        "unanticipated",
        [
            Offered("place-end", "end the flow with `BDone`", ("+ l: BDone [terminal]",)),
            Offered("place-event", "place `BDone` behind `DoA`", ("+ l: BDone",)),
        ],
    ),
    "an emission that a decision does not know": Case(
        model(
            flow("l: DoA", "when well\n  l: ADone\nwhen ill\n  l: BDone"),
            first=left(emits="ADone or BDone or CDone", more=DO_C),
        ),
        "unanticipated",
        [
            Offered(
                "add-arm",
                "add an arm to `Two` that ends with `CDone`",
                ("+ when c-done", "+ l: CDone [terminal]"),
            ),
            Offered("place-end", "end the flow with `CDone`", ("+ l: CDone [terminal]",)),
        ],
    ),
    "retries without an end": Case(
        model(
            flow("l: DoA", 'when well\n  l: ADone\nwhen again\n  l: BDone returns-to "One"'),
            first=left(emits="ADone or BDone"),
        ),
        "retry-exhausted",
        [
            Offered("add-end", "give up in `Two` and end the flow", ("+ when given-up", "+ l: BDone [terminal]")),
            Offered("add-arm", "give up in `Two` and go on", ("+ when given-up", "+ l: BDone")),
        ],
    ),
    "a refusal that nothing answers": Case(
        model(flow("l: DoA\nl: ADone"), first=left(inputs='precondition willing: "Somebody wants it"')),
        "unhandled-refusal",
        [
            Offered(
                "emit-refusal",
                "let `DoA` emit `DoARefused`, and end the flow with it",
                (
                    '- precondition willing: "Somebody wants it"',
                    "- emits ADone",
                    "+ emits ADone or DoARefused",
                    "+ event DoARefused",
                    "+ aId: UUID",
                    "+ l: DoARefused [terminal]",
                ),
            )
        ],
        {"refuse": 1},
    ),
    "a saga that waits for a command nobody gives": Case(
        model(flow("l: DoA"), first=left(more=saga("Begun -> Over on BDone"))),
        "unfinished-saga",
        [Offered("place-command", "place `DoB`, which emits what `S` waits for", ("+ l: DoB", "+ l: BDone"))],
    ),
    "a saga with an edge on nothing": Case(
        model(
            flow("l: DoA", "l: DoB", "l: DoC"),
            first=left(more=DO_C + saga("Begun -> Half on BDone -> Over")),
        ),
        "unfinished-saga",
        [
            Offered(
                "label-edge",
                "let `CDone` move `S` to Over",
                ("- states Begun -> Half on BDone -> Over", "+ states Begun -> Half on BDone -> Over on CDone"),
            )
        ],
    ),
    "an undo that the state refuses": Case(
        model(
            flow("l: DoA", "l: DoC"),
            first=left(
                lifecycle="states New -> Open on ADone",
                condition='precondition fresh: "It is new" in New',
                more=DO_C + saga("Begun -> Over on CDone", undo="undo DoA with DoB", timeout="1d"),
            ),
        ),
        "unfinished-saga",
        [
            Offered(
                "widen-precondition",
                "let `DoB` be handled while `A` is Open",
                ('- precondition fresh: "It is new" in New', '+ precondition fresh: "It is new" in New, Open'),
            )
        ],
        {"timeout": 1},
    ),
    "policies that chase each other": Case(
        model(flow("l: DoA"), first=left(more=POLICIES)),
        "policy-loop",
        [
            Offered("drop-chain", "let `Back` no longer chain to `DoA`", ("- chains-to DoA",)),
            Offered("drop-chain", "let `Again` no longer chain to `DoB`", ("- chains-to DoB",)),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_offered(name: str) -> None:
    case = CASES[name]
    assert offered(case.text, case.verdict, case.budgets) == case.expected


def test_every_kind_of_failure_is_tried() -> None:
    assert {case.verdict for case in CASES.values()} == set(WRITERS)


def test_figures_before_and_after() -> None:
    text = model(flow("l: DoA\nl: ADone"), first=left(emits="ADone or BDone"))
    (finding,) = run(text, QUIET).flows[0].findings
    repair = finding.mended.repairs[0]
    assert repair.before == Figures(runs=2, failing=1, good=Fraction(1, 2))
    assert repair.after == Figures(runs=2, failing=0, good=Fraction(1))
    assert [name.text for name in repair.removes] == ["unanticipated of l.DoA"]
    assert repair.brings == ()


def test_what_a_repair_brings_is_said() -> None:
    """The command placed has a condition in words: its refusal needs one fault more, and is no reason not to offer it."""
    first = left(
        lifecycle="states New -> Open on ADone -> Ready on CDone",
        condition='precondition ready: "It is ready" in Ready',
        more=DO_C.replace("emits CDone", 'precondition willing: "Somebody wants it"\n      emits CDone'),
    )
    (finding,) = run(model(flow("l: DoA", "l: DoB"), first=first), {"refuse": 1}).flows[0].findings
    repair = finding.mended.repairs[0]
    assert (repair.kind, [(name.code, name.text) for name in repair.brings]) == (
        "place-command", [("MOM324", "unhandled-refusal of l.DoC")],
    )  # fmt: skip


def test_what_was_hidden_is_shown_and_no_reason_against() -> None:
    """The runs that break the contract also leave the saga unfinished; the contract is told first."""
    text = model(crossing(field="size: number [required]"), first=left(more=saga("Begun -> Over on BDone")))
    (finding,) = run(text, QUIET).flows[0].findings
    assert [(r.kind, [name.text for name in r.brings], [name.text for name in r.reveals]) for r in finding.mended.repairs] == [
        ("carry-field", [], ["unfinished-saga of S"]),
        ("relax-contract", [], ["unfinished-saga of S"]),
    ]  # fmt: skip


def test_a_diagnostic_without_a_fix_offers_the_repairs() -> None:
    text = model(flow("l: DoA\nl: ADone"), first=left(emits="ADone or BDone"))
    (found,) = run(text, QUIET).diagnostics
    assert [(fix.title, fix.applicability) for fix in found.fixes] == [
        ("end the flow with `BDone`", "ask"),
        ("place `BDone` behind `DoA`", "ask"),
    ]
    assert apply(text, found.fixes[0].edits) == text.replace(
        "    l: ADone\n", "    l: ADone\n    l: BDone [terminal]\n"
    )


def failures(text: str) -> tuple[Explored, list[Failure], dict[str, Source]]:
    source = Source("a.moment", text)
    domain = build([parse(source)])
    found = explore(domain.flows[0], domain)
    failing = [Failure(v, found.graph.path(way.ends[0])) for v, way in ways_to_fail(found).items()]
    return found, failing, {source.path: source}


def explore(chosen: Flow, domain: Domain) -> Explored:
    machine = Interpreter(prepare(chosen, domain, Scope(max_faults=0)))
    return measure(machine, explore_reference(machine))


def test_a_search_that_is_ended_says_so() -> None:
    found, failing, sources = failures(CASES["an emission that nothing continues"].text)
    answers = iter((False, False, True))
    (mended,) = mend(found, failing, sources=sources, explore=explore, expired=lambda: next(answers))
    assert ([repair.kind for repair in mended.repairs], mended.tried) == (["place-end"], 1)
    assert mended.untried == "the search was ended"


def test_flows_share_the_effort() -> None:
    found, failing, sources = failures(CASES["an emission that nothing continues"].text)
    effort = Effort(4)
    first = mend(found, failing, sources=sources, explore=explore, effort=effort)
    again = mend(found, failing, sources=sources, explore=explore, effort=effort)
    said = "the repairs of this project took as much work as is allowed"
    assert ([each.tried for each in first], [each.untried for each in first]) == ([1], [said])
    assert ([each.tried for each in again], [each.untried for each in again]) == ([0], [said])


@pytest.mark.parametrize(
    ("limit", "untried"),
    [("MOST_STATES", "the flow has more than 1 states"), ("MOST_EXPLORED", "3 states were explored again")],
)
def test_limits_are_said(limit: str, untried: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found, failing, sources = failures(CASES["an emission that nothing continues"].text)
    monkeypatch.setattr(f"moment.behaviour.repairs.search.{limit}", 1)
    (mended,) = mend(found, failing, sources=sources, explore=explore)
    assert mended.untried == untried


def test_a_text_out_of_layout_keeps_its_own() -> None:
    text = model(flow("l: DoA\nl: ADone"), first=left(emits="ADone or BDone")).replace(
        "emits ADone or", "emits  ADone  or"
    )
    source = Source("a.moment", text)
    (finding,) = simulate(build([parse(source)]), max_faults=0, sources={source.path: source}).flows[0].findings
    changed = apply(text, finding.mended.repairs[0].edits)
    assert changed == text.replace("    l: ADone\n", "    l: ADone\n    l: BDone [terminal]\n")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (Figures(10, 0, Fraction(1, 2)), False),
        (Figures(10, 9, Fraction(1)), False),
        (Figures(20, 9, Fraction(1, 2)), False),
        (Figures(10, 5, Fraction(1, 2)), False),
        (Figures(4, 3, Fraction(1, 2)), True),
        (Figures(10, 0, Fraction(1, 3)), True),
    ],
)
def test_a_repair_is_worse_with_fewer_good_ends_or_a_greater_share_of_failing_runs(
    after: Figures, *, expected: bool
) -> None:
    assert after.is_worse(Figures(10, 5, Fraction(1, 2))) is expected
