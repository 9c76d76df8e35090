"""What runs find, as a session answers it: when they are asked, what is kept, and how it stands beside the rest."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from moment.behaviour.simulation import simulate
from moment.project import program
from moment.project.cache import FOLDER
from moment.project.discover import discover
from moment.project.files import Memory
from moment.project.remembered import NAME
from moment.project.session import Session

STALL = """\
context "Booking"
  aggregate "Room"
    identity roomId: UUID
    states Free -> Taken on RoomBooked -> Left on RoomLeft -> Clean on RoomCleaned
    command BookRoom emits RoomBooked
    command LeaveRoom emits RoomLeft
    command CleanRoom
      precondition isEmpty: "The room is empty" in Left
      emits RoomCleaned
    event RoomBooked roomId: UUID
    event RoomLeft roomId: UUID
    event RoomCleaned roomId: UUID

flow "stay"
  lane booking "Booking"
  moment "Arrival"
    booking: BookRoom
    booking: RoomBooked
  moment "Cleaning"
    booking: CleanRoom
    booking: RoomCleaned

flow "departure"
  lane booking "Booking"
  moment "Arrival"
    booking: BookRoom
    booking: RoomBooked
  moment "Leaving"
    booking: LeaveRoom
    booking: RoomLeft
"""


def session(text: str = STALL, settings: str | None = None, **more: str) -> Session:
    files: dict[str, bytes | str] = {
        "/p/a.moment": text,
        **{f"/p/{name}.moment": other for name, other in more.items()},
    }
    if settings is not None:
        files["/p/moment.toml"] = settings
    memory = Memory(files)
    return Session(discover((), cwd=Path("/p"), files=memory), files=memory, clock=lambda: 0.0)


def codes(found: Session, *, behaviour: bool | None = None) -> list[tuple[str, str]]:
    return [
        (each.code, each.severity.label if each.suppressed is None else "suppressed")
        for each in found.diagnostics(behaviour=behaviour)
    ]


def test_runs_are_asked_unless_somebody_says_no() -> None:
    assert codes(session()) == [("MOM322", "error")]
    assert codes(session(), behaviour=False) == []
    assert codes(session(settings="check.behaviour = false\n")) == []
    assert codes(session(settings="check.behaviour = false\n"), behaviour=True) == [("MOM322", "error")]


def test_severities_of_the_project_hold_for_them() -> None:
    assert codes(session(settings='rules.stall = "warning"\n')) == [("MOM322", "warning")]
    assert codes(session(settings='rules.MOM3 = "info"\n')) == [("MOM322", "info")]


def test_a_suppression_holds_for_them() -> None:
    allowed = STALL.replace("booking: CleanRoom", "booking: CleanRoom  // moment: allow MOM322 a second flow cleans")
    assert codes(session(allowed)) == [("MOM322", "suppressed")]


@pytest.mark.parametrize("rule", ["MOM322", "stall", "MOM413"])
def test_nobody_knows_that_a_suppression_is_unused_when_no_run_was_asked(rule: str) -> None:
    text = STALL.replace('moment "Leaving"', f'moment "Leaving"  // moment: allow {rule} nothing to see')
    is_of_runs = rule != "MOM413"
    assert codes(session(text)) == [("MOM322", "error"), ("MOM013", "warning")]
    assert codes(session(text), behaviour=False) == ([] if is_of_runs else [("MOM013", "warning")])
    hurried = session(text, settings="check.seconds = 0.0\n")
    assert codes(hurried) == [("MOM909", "info")] * 2 + ([] if is_of_runs else [("MOM013", "warning")])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("RoomLeft roomId: UUID", "RoomLeft roomId: UUUID"), "MOM201"),
        (("booking: CleanRoom", "booking: CleenRoom"), "MOM117"),
        (("    command BookRoom", "    comand BookRoom"), "MOM003"),
    ],
)
def test_errors_that_leave_nothing_to_run_hold_them_back(change: tuple[str, str], expected: str) -> None:
    found = session(STALL.replace(*change))
    assert [each.code for each in found.held_back] == [expected]
    assert found.diagnostics() == found.diagnostics(behaviour=False)


def test_an_error_that_was_allowed_or_lowered_holds_nothing_back() -> None:
    text = STALL.replace("event RoomLeft roomId: UUID", "event RoomLeft\n      roomId: UUID\n      roomId: UUID")
    assert [each.code for each in session(text).held_back] == ["MOM103"]
    lowered = session(text, settings='rules.duplicate-field = "warning"\n')
    assert (lowered.held_back, codes(lowered)) == ((), [("MOM103", "warning"), ("MOM322", "error")])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("    booking: CleanRoom\n", "    booking: CleanRoom triggered-by RoomLeft\n"), ["MOM118"]),
        (("in Left\n", "in Lost\n"), ["MOM123"]),
        ((" -> Left on RoomLeft -> Clean on RoomCleaned", " -> Clean on RoomCleaned\n    states Left -> Gone"), ["MOM520", "MOM523"]),
    ],
)  # fmt: skip
def test_a_stall_that_an_error_explains_is_not_said_again(change: tuple[str, str], expected: list[str]) -> None:
    errors = [code for code, severity in codes(session(STALL.replace(*change))) if severity == "error"]
    assert (set(errors) <= set(expected), len(errors) >= 1) == (True, True)


def test_only_what_rests_on_an_edit_runs_again() -> None:
    more = STALL.replace('"Booking"', '"Cinema"').replace('"stay"', '"film"').replace('"departure"', '"end"')
    found = session(b=more)
    assert len(codes(found)) == 2
    assert found.stats.explored == 4
    found.overlay("b.moment", more.replace("The room is empty", "The hall is empty"))
    assert (len(codes(found)), found.stats.explored) == (2, 6)
    found.overlay("b.moment", more)
    assert (len(codes(found)), found.stats.explored) == (2, 8)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a.moment").write_text(STALL, encoding="utf-8")
    return tmp_path


def explored(root: Path, *, isolated: bool = False, overlay: Mapping[str, str] | None = None) -> tuple[int, object]:
    """How many flows a fresh session has to explore, and all that it finds."""
    paths = [root / "a.moment"] if isolated else []
    found = Session(discover(paths, cwd=root, isolated=isolated), clock=lambda: 0.0)
    for path, text in (overlay or {}).items():
        found.overlay(path, text)
    diagnostics = found.diagnostics()
    return found.stats.explored, diagnostics


def test_another_session_has_nothing_to_explore(root: Path) -> None:
    first, found = explored(root)
    assert first == 2
    assert explored(root) == (0, found)


def test_a_line_more_is_explored_again_and_points_to_the_right_place(root: Path) -> None:
    explored(root)
    (root / "a.moment").write_text("// a room\n" + STALL, encoding="utf-8")
    count, found = explored(root)
    fresh = session("// a room\n" + STALL).diagnostics()
    assert (count, found) == (2, fresh)


def test_going_back_explores_nothing(root: Path) -> None:
    _, found = explored(root)
    (root / "a.moment").write_text(STALL + "\n// more\n", encoding="utf-8")
    explored(root)
    (root / "a.moment").write_text(STALL, encoding="utf-8")
    assert explored(root) == (0, found)


def test_what_is_kept_of_another_version_is_not_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    explored(root)
    monkeypatch.setattr(program, "__version__", "99.0.0")
    assert explored(root)[0] == 2


def test_a_file_that_was_spoilt_is_found_again(root: Path) -> None:
    _, found = explored(root)
    (root / FOLDER / NAME).write_bytes(b"\xff\x00")
    assert explored(root) == (2, found)
    assert explored(root) == (0, found)


def test_unsaved_and_isolated_texts_leave_no_trace(root: Path) -> None:
    assert explored(root, isolated=True)[0] == 2
    assert explored(root, overlay={"a.moment": STALL + "\n"})[0] == 2
    assert not (root / ".moment").exists()


def test_files_that_lie_elsewhere_leave_no_trace(root: Path) -> None:
    (root / "here").mkdir()
    found = Session(discover([Path("../a.moment")], cwd=root / "here"))
    assert (codes(found), list((root / "here").iterdir())) == ([("MOM322", "error")], [])


def test_what_time_cut_short_is_not_kept(root: Path) -> None:
    (root / "moment.toml").write_text("check.seconds = 0.0\n", encoding="utf-8")
    assert (explored(root)[0], explored(root)[0]) == (2, 2)
    (root / "moment.toml").unlink()
    assert explored(root)[0] == 2
    shutil.rmtree(root / ".moment")
    assert explored(root)[0] == 2


def test_findings_of_a_simulation_are_weighed_like_those_of_a_check() -> None:
    allowed = STALL.replace("booking: CleanRoom", "booking: CleanRoom  // moment: allow MOM322 a second flow cleans")
    found = session(allowed)
    assert found.settled(simulate(found.domain()).diagnostics) == found.diagnostics()
