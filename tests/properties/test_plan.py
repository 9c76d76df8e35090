"""No sequence of runs, edits, deletions, renames and kills loses what a user wrote.

The disk is in memory. A run carries its plan out as ``moment.project.writing`` does: the ledger with what is pending,
the renames in any order, the removals, the final ledger; a killed run stops after any of these steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from moment.generate.artifact import Artifact
from moment.generate.header import with_header
from moment.generate.ledger import EMPTY, Ledger, read_ledger, rebuild, write_ledger
from moment.generate.plan import Plan, Run, pending, plan

TARGETS = ("typescript", "facet")
NAMES = ("a", "b")
PATHS = tuple(f"{target}/{name}" for target in TARGETS for name in NAMES)
BODIES = st.sampled_from(("one\n", "two\n"))
MODELS = st.dictionaries(st.sampled_from(NAMES), BODIES, max_size=2)
SCAFFOLD = "bindings/mine"


def artifacts(model: dict[str, str], targets: frozenset[str]) -> Iterator[Artifact]:
    """TypeScript files have headers, those of the other target have none and are known by the ledger alone."""
    for target in sorted(targets):
        for name, body in model.items():
            text = with_header(body, target=target, sources=()) if target == "typescript" else body
            yield Artifact(f"{target}/{name}", target, "generated", text, ())
    if "typescript" in targets and "a" in model:
        yield Artifact(SCAFFOLD, "typescript", "scaffold", "fill me in\n", ())


class Outputs(RuleBasedStateMachine):
    """``mine`` is what the user wrote and nobody may take away, ``replaced`` what ``--force`` put aside.

    ``ours`` are the paths that a run wrote and nobody touched since: none of them may be left behind.
    """

    def __init__(self) -> None:
        super().__init__()
        self.disk: dict[str, str] = {}
        self.ledger_text: str | None = None
        self.mine: dict[str, str] = {}
        self.replaced: set[tuple[str, str]] = set()
        self.ours: set[str] = set()

    def ledger(self) -> Ledger:
        if self.ledger_text is None:
            return EMPTY
        found = read_ledger(self.ledger_text)
        return found if isinstance(found, Ledger) else rebuild(self.disk)

    def plan(self, model: dict[str, str], run: Run) -> tuple[Plan, Ledger]:
        ledger = self.ledger()
        return plan(artifacts(model, run.targets), ledger, self.disk, run), ledger

    def carry_out(self, found: Plan, ledger: Ledger, steps: int | None, order: list[str]) -> bool:
        """The first ``steps`` steps of a run, all of them for ``None``; whether it came to its end."""
        for number, step in enumerate(self.steps(found, ledger, order)):
            if number == steps:
                return False
            kind, path, text = step
            if kind == "ledger":
                self.ledger_text = text
            elif kind == "put-aside":
                self.replaced.add((path, self.disk[path]))
            elif kind == "rename":
                self.disk[path] = text
                self.ours.add(path)
            else:
                del self.disk[path]
                self.ours.discard(path)
        return True

    def steps(self, found: Plan, ledger: Ledger, order: list[str]) -> Iterator[tuple[str, str, str]]:
        writes = sorted(found.of_kind("write"), key=lambda action: order.index(action.path))
        removals = found.of_kind("remove")
        yield "ledger", "", write_ledger(pending(found))
        for action in (*writes, *removals):
            if action.reason == "forced":
                yield "put-aside", action.path, ""
        for action in writes:
            yield "rename", action.path, found.artifacts[action.path].text
        for action in removals:
            yield "remove", action.path, ""
        yield "ledger", "", write_ledger(found.ledger)

    @rule(
        model=MODELS,
        chosen=st.sampled_from((("typescript",), ("facet",), TARGETS)),
        steps=st.none() | st.integers(0, 5),
        force=st.booleans(),
        order=st.permutations((*PATHS, SCAFFOLD)),
    )
    def run_it(
        self, model: dict[str, str], chosen: tuple[str, ...], steps: int | None, force: bool, order: list[str]
    ) -> None:
        run = Run(frozenset(chosen), frozenset(TARGETS), force=force, emptied=not model)
        before = dict(self.disk)
        found, ledger = self.plan(model, run)
        assert not {action.path for action in found.conflicts} & {*self.ours, SCAFFOLD}
        if found.is_blocked:
            assert self.disk == before
            return
        if self.carry_out(found, ledger, steps, order):
            expected = {artifact.path: artifact.text for artifact in artifacts(model, run.targets)}
            for path, text in expected.items():
                assert path == SCAFFOLD or self.disk[path] == text
            left = {path for path in self.ours - {SCAFFOLD} if path.partition("/")[0] in run.targets}
            assert left <= expected.keys()
            again, _ = self.plan(model, run)
            assert again.is_current

    @rule(path=st.sampled_from((*PATHS, SCAFFOLD)), text=st.sampled_from(("mine\n", "also mine\n", "")))
    def write_by_hand(self, path: str, text: str) -> None:
        self.disk[path] = text
        self.mine[path] = text
        self.ours.discard(path)

    @rule(path=st.sampled_from((*PATHS, SCAFFOLD)))
    def append_by_hand(self, path: str) -> None:
        self.disk[path] = self.disk.get(path, "") + "and mine\n"
        self.mine[path] = self.disk[path]
        self.ours.discard(path)

    @rule(path=st.sampled_from((*PATHS, SCAFFOLD)))
    def delete_by_hand(self, path: str) -> None:
        self.disk.pop(path, None)
        self.mine.pop(path, None)
        self.ours.discard(path)

    @rule(old=st.sampled_from(PATHS), new=st.sampled_from(PATHS))
    def rename_by_hand(self, old: str, new: str) -> None:
        if old in self.disk and old != new:
            self.disk[new] = self.disk.pop(old)
            self.mine.pop(new, None)
            self.ours -= {old, new}
            if self.mine.pop(old, None) == self.disk[new]:
                self.mine[new] = self.disk[new]

    @precondition(lambda self: self.ledger_text is not None)
    @rule()
    def break_the_ledger(self) -> None:
        """Files without a header are then known by nothing, and stay."""
        self.ledger_text = f"<<<<<<< ours\n{self.ledger_text}"
        self.ours = {path for path in self.ours if path.startswith("typescript/")}

    @invariant()
    def nothing_of_mine_is_lost(self) -> None:
        for path, text in self.mine.items():
            assert self.disk.get(path) == text or (path, text) in self.replaced


TestOutputs = Outputs.TestCase
TestOutputs.settings = settings(max_examples=300, stateful_step_count=30, deadline=None)
