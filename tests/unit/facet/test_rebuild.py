"""What a page is told when files change: which flows are run again, held back, gone, back again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moment.behaviour.wire_tables import TablesScope
from moment.facet.applying import RefusedEdit, apply_edit
from moment.facet.messages import ApplyRequest, SimulateRequest
from moment.facet.rebuild import Rebuilder
from moment.facet.rerun import RefusedRun, rerun
from moment.project.session import load


def context(name: str, event: str) -> str:
    return f"""\
context "{name}"
  aggregate "Thing"
    identity thingId: UUID
    command Do{name}
      emits {event}
    event {event}
      thingId: UUID
"""


def flow(name: str, of: str, event: str) -> str:
    return f"""\
flow "{name}"
  lane only "{of}"
  moment "Doing"
    only: Do{of}
    only: {event}
"""


ROOM = "[simulate]\nlimits.megabytes = 64000\n"
"""The process that runs thousands of tests has more memory than a server of four files may use."""

FILES = {
    "a.moment": context("Sales", "Sold"),
    "b.moment": context("Stock", "Stored"),
    "f.moment": flow("selling", "Sales", "Sold"),
    "g.moment": flow("storing", "Stock", "Stored"),
}


class Project:
    """Four files, two flows, and everything that was said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path, text in FILES.items():
            (root / path).write_text(text, encoding="utf-8")
        (root / "moment.toml").write_text(f'name = "shop"\n{ROOM}', encoding="utf-8")
        self.rebuilder = Rebuilder(lambda: load(root))
        self.rebuilder.begin()
        self.seen = self.rebuilder.current.history.sequence

    def said(self) -> list[tuple[str, Any]]:
        """Kind and content of the messages since last asked."""
        news = self.rebuilder.current.history.since(self.seen) or []
        self.seen = self.rebuilder.current.history.sequence
        found = [msgspec.json.decode(each.data.split(b"data: ", 1)[1]) for each in news]
        return [(each["type"], each) for each in found]

    def write(self, path: str, text: str | None) -> list[tuple[str, Any]]:
        file = self.root / path
        known = file.exists() and text is not None
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")
        self.rebuilder.changed([path] if known else None, time.monotonic())
        return self.said()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def kinds(messages: list[tuple[str, Any]]) -> list[str]:
    return [kind for kind, _ in messages]


def test_the_first_runs(project: Project) -> None:
    bundle, live = project.rebuilder.current.bundle()
    assert [each.name for each in bundle.flows] == ["selling", "storing"]
    assert {each.flow_id for each in bundle.scenarios} == {"flow-selling", "flow-storing"}
    assert [each.flow_id for each in live.flows] == ["flow-selling", "flow-storing"]
    assert [each.text for each in bundle.sources] == list(FILES.values())


def test_only_the_flow_that_uses_it_is_run_again(project: Project) -> None:
    said = project.write("a.moment", FILES["a.moment"] + "      price: Money\n")
    patches = [message["flowId"] for kind, message in said if kind == "patch"]
    assert patches == ["flow-selling"]


def test_a_save_that_changes_nothing_says_nothing(project: Project) -> None:
    assert project.write("a.moment", FILES["a.moment"]) == []


def test_a_comment_changes_texts_and_no_flow(project: Project) -> None:
    before = project.rebuilder.current.base
    said = project.write("b.moment", "// a comment\n" + FILES["b.moment"])
    assert kinds(said) == ["diagnostics"]
    assert said[0][1]["base"] == project.rebuilder.current.base != before


def test_an_error_holds_the_flow_that_uses_it_and_no_other(project: Project) -> None:
    before = project.rebuilder.current.flows["selling"].head.hash
    said = project.write("a.moment", FILES["a.moment"].replace("    command", "    comand"))
    assert kinds(said) == ["diagnostics"]
    [held] = said[0][1]["held"]
    assert (held["flowId"], held["paths"]) == ("flow-selling", ["a.moment"])
    assert project.rebuilder.current.flows["selling"].head.hash == before
    said = project.write("b.moment", FILES["b.moment"] + "      weight: string\n")
    assert [message["flowId"] for kind, message in said if kind == "patch"] == ["flow-storing"]
    said = project.write("a.moment", FILES["a.moment"])
    assert "recovered" in kinds(said)
    assert [message["flowIds"] for kind, message in said if kind == "recovered"] == [["flow-selling"]]
    assert project.rebuilder.current.held == {}


def test_a_context_that_lost_its_name_holds_its_flow(project: Project) -> None:
    said = project.write("a.moment", FILES["a.moment"].replace('context "Sales"', "contxt Sales"))
    assert [each["flowId"] for each in said[0][1]["held"]] == ["flow-selling"]


def test_a_flow_that_cannot_be_read_is_held_and_one_that_is_deleted_is_gone(project: Project) -> None:
    said = project.write("f.moment", FILES["f.moment"].replace('flow "selling"', "flw selling"))
    assert [each["flowId"] for each in said[0][1]["held"]] == ["flow-selling"]
    said = project.write("f.moment", "")
    assert ("removed", ["flow-selling"]) in [(kind, message.get("flowIds")) for kind, message in said]
    said = project.write("g.moment", None)
    assert ("removed", ["flow-storing"]) in [(kind, message.get("flowIds")) for kind, message in said]
    assert project.rebuilder.current.flows == {}


def test_a_new_file_brings_a_new_flow(project: Project) -> None:
    said = project.write("h.moment", flow("again", "Stock", "Stored"))
    assert [message["flowId"] for kind, message in said if kind == "patch"] == ["flow-again"]
    assert list(project.rebuilder.current.flows) == ["selling", "storing", "again"]


def test_an_error_in_the_configuration_holds_everything(project: Project) -> None:
    (project.root / "moment.toml").write_text("nonsense = 1\n", encoding="utf-8")
    project.rebuilder.changed(None, time.monotonic())
    assert sorted(project.rebuilder.current.held) == ["selling", "storing"]


def test_it_starts_with_a_broken_specification(tmp_path: Path) -> None:
    (tmp_path / "a.moment").write_text("contxt\n", encoding="utf-8")
    rebuilder = Rebuilder(lambda: load(tmp_path))
    rebuilder.begin()
    bundle, _ = rebuilder.current.bundle()
    assert (bundle.flows, len(bundle.diagnostics) > 0) == ([], True)


def test_what_is_shown_is_run_first(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.rebuilder._watched = lambda: ["flow-storing"]
    for path in ("a.moment", "b.moment"):
        (tmp_path / path).write_text(FILES[path] + "      note: string\n", encoding="utf-8")
    project.rebuilder.changed(["a.moment", "b.moment"], time.monotonic())
    patches = [message["flowId"] for kind, message in project.said() if kind == "patch"]
    assert patches == ["flow-storing", "flow-selling"]


def test_news_stop_what_is_older(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.rebuilder._is_late = lambda: True
    said = project.write("a.moment", FILES["a.moment"] + "      price: Money\n")
    assert "patch" not in kinds(said)
    project.rebuilder._is_late = lambda: False
    said = project.write("b.moment", FILES["b.moment"] + "      weight: string\n")
    assert sorted(m["flowId"] for kind, m in said if kind == "patch") == ["flow-selling", "flow-storing"]


BROKEN_CONTRACT = """\
context "Sales"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID

context "Dispatch"
  aggregate "Parcel"
    identity parcelId: UUID
    command PackParcel
      input orderNumber: UUID
      emits ParcelPacked
    event ParcelPacked
      parcelId: UUID

flow "order"
  lane sales "Sales"
  lane dispatch "Dispatch"
  moment "Placing"
    sales: PlaceOrder
    sales: OrderPlaced crosses-to dispatch via CustomerSupplier
      contract
        orderNumber: UUID [required]
  moment "Packing"
    dispatch: PackParcel
      triggered-by OrderPlaced
    dispatch: ParcelPacked
"""


def mending(tmp_path: Path) -> tuple[Rebuilder, ApplyRequest]:
    """A specification that a repair mends, and the request for it."""
    (tmp_path / "shop.moment").write_text(BROKEN_CONTRACT, encoding="utf-8")
    (tmp_path / "moment.toml").write_text(ROOM, encoding="utf-8")
    rebuilder = Rebuilder(lambda: load(tmp_path))
    rebuilder.begin()
    bundle, _ = rebuilder.current.bundle()
    offered = [repair for flow in bundle.flows for finding in flow.findings for repair in finding.repairs]
    assert offered
    return rebuilder, ApplyRequest(offered[0].edits, {each.path: each.sha256 for each in bundle.sources})


def test_an_offered_edit_is_written(tmp_path: Path) -> None:
    rebuilder, request = mending(tmp_path)
    assert apply_edit(rebuilder, request) == ["shop.moment"]
    assert (tmp_path / "shop.moment").read_text(encoding="utf-8") != BROKEN_CONTRACT


def test_an_edit_for_another_text_is_refused(tmp_path: Path) -> None:
    rebuilder, request = mending(tmp_path)
    with pytest.raises(RefusedEdit, match="has changed since"):
        apply_edit(rebuilder, ApplyRequest(request.edits, {"shop.moment": "0" * 64}))
    (tmp_path / "shop.moment").write_text("// new\n" + BROKEN_CONTRACT, encoding="utf-8")
    with pytest.raises(RefusedEdit, match="changed meanwhile"):
        apply_edit(rebuilder, request)
    assert (tmp_path / "shop.moment").read_text(encoding="utf-8").startswith("// new\n")


@pytest.mark.parametrize("path", ["../out.moment", "moment.toml", "nope.moment"])
def test_no_other_file_is_written(tmp_path: Path, path: str) -> None:
    rebuilder, request = mending(tmp_path)
    [edit, *_] = request.edits
    elsewhere = msgspec.structs.replace(edit, path=path)
    with pytest.raises(RefusedEdit):
        apply_edit(rebuilder, ApplyRequest([elsewhere], {**request.sha256, path: "0" * 64}))


def test_no_other_edit_is_written(tmp_path: Path) -> None:
    rebuilder, request = mending(tmp_path)
    [edit, *_] = request.edits
    with pytest.raises(RefusedEdit, match="is not offered"):
        apply_edit(rebuilder, ApplyRequest([msgspec.structs.replace(edit, text="evil")], request.sha256))
    with pytest.raises(RefusedEdit, match="is not offered"):
        apply_edit(rebuilder, ApplyRequest([], request.sha256))


def test_a_flow_is_run_with_other_options(project: Project) -> None:
    part = rerun(project.rebuilder, SimulateRequest("flow-selling", instances=2, max_faults=0))
    assert part.flow.tables is not None
    assert (part.flow.flow_id, part.flow.tables.scope) == ("flow-selling", TablesScope(instances=2, faults=0))


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (SimulateRequest("nope"), 404),
        (SimulateRequest("selling", instances=0), 400),
        (SimulateRequest("selling", instances=1000), 400),
        (SimulateRequest("selling", max_faults=-1), 400),
        (SimulateRequest("selling", faults={"explode": 1}), 400),
        (SimulateRequest("selling", faults={"lose": -1}), 400),
    ],
)
def test_a_run_that_cannot_be_is_refused(project: Project, request_: SimulateRequest, status: int) -> None:
    with pytest.raises(RefusedRun) as refused:
        rerun(project.rebuilder, request_)
    assert refused.value.status == status
