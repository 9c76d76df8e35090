"""A look that is remembered is the look that would be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.discover import discover
from moment.project.implementation import Unreadable, implementation_of
from moment.project.session import Session
from moment.project.store import FOLDER
from moment.project.transaction import APPLY
from moment.sync.comparing import Look, look
from moment.sync.expected import expected
from moment.sync.glance import NAME, STATE, WAITING, Glance, Glances
from moment.sync.proposing import propose
from moment.sync.remembered import DiskShapes
from moment.sync.told import Drift, Told
from tests.unit.sync.projects import CODE, SHOP

PLACED = "Ordering/Order/OrderPlaced"
CONFIG = 'name = "shop"\n'
FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "moment.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "order.moment").write_text(SHOP, encoding="utf-8")
    (tmp_path / "src/order.ts").write_text(CODE.replace("total: number", "total: boolean"), encoding="utf-8")
    return tmp_path


def glances(
    root: Path, *, strict: bool | None = None, now: datetime | None = None
) -> tuple[Session, Glances, Callable[[], Look]]:
    session = Session(discover((), cwd=root))
    code = implementation_of(session.project)
    moment = now or datetime.now(UTC)
    found = Glances(session, code, strict=strict, only=(), now=moment.timestamp)
    return session, found, lambda: look(session, strict=strict, code=code, glances=found)


def looked(root: Path) -> Look:
    return glances(root)[2]()


def recalled(root: Path, *, strict: bool | None = None, now: datetime | None = None) -> Glance | None:
    return glances(root, strict=strict, now=now)[1].recall()


def plain(found: Drift) -> Drift:
    """Without what only a look has."""
    return replace(found, told=tuple(Told(each.point, each.diagnostic, each.status) for each in found.told))


def test_what_was_found_is_found_again_without_reading_the_model(root: Path) -> None:
    assert recalled(root) is None
    made = looked(root)
    assert len(made.drift.told) == 1
    session, kept, _ = glances(root)
    glance = kept.recall()
    assert glance is not None
    assert (glance.drift, glance.last_sync) == (plain(made.drift), None)
    texts = [{path: source.text for path, source in each.locator.sources().items()} for each in (glance, made)]
    assert texts[0] == {"moment.toml": CONFIG, **texts[1]}
    assert session.stats.parsed == 0


def _write(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, encoding="utf-8")


CHANGES = {
    "code": _write("src/order.ts", CODE),
    "a comment in code": _write("src/order.ts", "// new\n" + CODE),
    "another file": _write("src/other.ts", "export interface Other { a: string }\n"),
    "a specification": _write("order.moment", SHOP + "\n# new\n"),
    "another specification": _write("other.moment", 'context "Other"\n'),
    "settings": _write("moment.toml", CONFIG + '[drift]\nunmodelled = "drift"\n'),
    "a mistake in the settings": _write("moment.toml", CONFIG + "bogus = 1\n"),
    "paths of the compiler": _write("tsconfig.json", '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'),
    "a file that is gone": lambda root: (root / "src/order.ts").unlink(),
    "a decision": lambda root: _rejected(root),
    "a change that was interrupted": lambda root: (root / WAITING / "1").mkdir(parents=True),
}


def _rejected(root: Path) -> None:
    proposed = propose(looked(root))
    assert not isinstance(proposed, Diagnostic)
    found = looked(root)
    assert not isinstance(found.state.reject(found.judged[0].point.proposal_id, "meant so"), Diagnostic)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_is_looked_at_anew(root: Path, change: Callable[[Path], object]) -> None:
    looked(root)
    assert recalled(root) is not None
    change(root)
    assert recalled(root) is None


def test_the_places_of_the_state_are_those_that_are_written() -> None:
    assert (FOLDER, f"{FOLDER}/{APPLY}") == (STATE, WAITING)


def test_a_file_that_was_missing_is_looked_for_again(root: Path) -> None:
    _write("src/order.ts", "import type { Other } from '../lib/other';\n" + CODE)(root)
    looked(root)
    assert recalled(root) is not None
    (root / "lib").mkdir()
    _write("lib/other.ts", "export interface Other { a: string }\n")(root)
    assert recalled(root) is None


def test_each_way_of_asking_has_its_answer(root: Path) -> None:
    looked(root)
    assert recalled(root, strict=True) is None
    glances(root, strict=True)[2]()
    assert recalled(root) is not None
    assert recalled(root, strict=True) is not None


def test_a_proposal_comes_back_on_its_day(root: Path) -> None:
    assert not isinstance(propose(looked(root)), Diagnostic)
    found = looked(root)
    assert not isinstance(found.state.skip(found.judged[0].point.proposal_id, "later", until="2099-12-31"), Diagnostic)
    looked(root)
    glance = recalled(root)
    assert glance is not None
    assert glance.drift.told[0].status == "skipped"
    assert recalled(root, now=FAR) is None


def test_a_rejected_point_is_remembered_as_one(root: Path) -> None:
    _rejected(root)
    made = looked(root)
    glance = recalled(root)
    assert glance is not None
    assert (glance.drift, glance.drift.exit("drift")) == (plain(made.drift), 0)


@pytest.mark.parametrize("data", [b"", b"[]", b"[{}]", b"\xff\xfe", b'[{"key": 1}]'])
def test_a_damaged_cache_is_no_answer(root: Path, data: bytes) -> None:
    looked(root)
    (root / ".moment/cache" / NAME).write_bytes(data)
    assert recalled(root) is None
    looked(root)
    assert recalled(root) is not None


def test_code_that_could_not_be_read_is_not_remembered(root: Path) -> None:
    session = Session(discover((), cwd=root))
    code = implementation_of(session.project)
    code.unreadable["src/secret.ts"] = Unreadable("src/secret.ts", "Permission denied")
    look(session, code=code, glances=Glances(session, code, strict=None, only=()))
    assert recalled(root) is None


def test_the_side_of_a_specification_is_remembered_as_it_was_made(root: Path) -> None:
    session = Session(discover((), cwd=root))
    fresh = expected(session, ("typescript", "python"))
    for known in (DiskShapes(root), DiskShapes(root)):
        found = expected(session, ("typescript", "python"), known=known)
        assert (found.shapes, dict(found.texts)) == (fresh.shapes, dict(fresh.texts))
    assert len(fresh.shapes["typescript"]) == len(fresh.shapes["python"]) > 0
    assert not (root / ".moment/cache/drift").exists()


def test_what_is_remembered_of_a_side_goes_with_its_specification(root: Path) -> None:
    looked(root)
    _write("order.moment", SHOP.replace("total: Money", "sum: Money"))(root)
    members = {member.name for member in looked(root).analysis.expected.shapes["typescript"][PLACED].members}
    assert "sum" in members
    assert "total" not in members
