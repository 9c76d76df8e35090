"""The time of a check, shared among its flows; the clock is one of ours."""

from __future__ import annotations

from collections.abc import Sequence

from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.project.config import CheckSettings, Config, LimitSettings, SimulateSettings
from moment.project.exploring import Explored, explore
from moment.text.source import Source


class Clock:
    """Goes on by ``step`` with every look at it."""

    def __init__(self, step: float) -> None:
        self.step = step
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def domain(sizes: Sequence[int]) -> Domain:
    """A flow for each size: so many contexts that all go their own way at once."""
    text = ""
    for number in range(max(sizes)):
        text += f"""
context "C{number}"
  aggregate "A{number}"
    identity id{number}: UUID
    command Do{number} emits Done{number}
    command End{number} emits Ended{number}
    event Done{number} id{number}: UUID
    event Ended{number} id{number}: UUID
"""
    for position, size in enumerate(sizes):
        text += f'flow "f{position}"\n' + "".join(f'  lane l{n} "C{n}"\n' for n in range(size)) + '  moment "All"\n'
        text += "".join(f"    l{n}: Do{n}\n    l{n}: End{n} triggered-by Do{n}\n" for n in range(size))
    parsed = parse(Source("a.moment", text))
    assert parsed.diagnostics == ()
    return build([parsed])


def explored(sizes: Sequence[int], clock: Clock, seconds: float = 2.0, states: int = 2_000_000) -> list[Explored]:
    model = domain(sizes)
    config = Config(
        check=CheckSettings(seconds=seconds), simulate=SimulateSettings(limits=LimitSettings(states=states))
    )
    return list(explore(model.flows, model, config, clock=clock))


def outcome(found: list[Explored]) -> list[tuple[str, list[str], bool]]:
    return [(each.flow.name, [finding.code for finding in each.diagnostics], each.lasting) for each in found]


def test_with_time_enough_every_flow_is_explored() -> None:
    assert outcome(explored([1, 2], Clock(0.0))) == [("f0", [], True), ("f1", [], True)]


def test_short_flows_come_first() -> None:
    assert [each.flow.name for each in explored([3, 1, 2, 1], Clock(0.0))] == ["f1", "f3", "f2", "f0"]


def test_a_flow_that_explodes_takes_no_time_from_the_others() -> None:
    """A look at the clock is due every 512 states; those 3^7 need five looks, which is more than there are."""
    found = explored([7, 1, 7, 2], Clock(0.1))
    assert outcome(found) == [("f1", [], True), ("f3", [], True), ("f0", ["MOM909"], False), ("f2", ["MOM909"], False)]


def test_the_last_flow_has_all_that_is_left() -> None:
    looks = explored([1, 1, 1, 7], Clock(0.1), seconds=4.0)
    assert outcome(looks)[-1] == ("f3", [], True)
    assert outcome(explored([7, 7, 7, 7], Clock(0.1), seconds=4.0))[0] == ("f0", ["MOM909"], False)


def test_without_time_every_flow_is_named_and_nothing_lasts() -> None:
    found = explored([1, 2], Clock(1.0), seconds=0.001)
    assert outcome(found) == [("f0", ["MOM909"], False), ("f1", ["MOM909"], False)]
    assert [each.diagnostics[0].hint for each in found] == ["No time was left to look into it."] * 2


def test_a_limit_of_states_lasts() -> None:
    found = explored([3], Clock(0.0), states=5)
    assert outcome(found) == [("f0", ["MOM909"], True)]
    assert (found[0].diagnostics[0].hint or "").startswith("Looked into ")
