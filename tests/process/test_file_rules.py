"""The rules about files, settings and outputs, each brought about in a real folder: one transcript."""

from __future__ import annotations

import fcntl
from pathlib import Path

from tests.conftest import Golden
from tests.process.commands import run, transcript
from tests.process.test_cli import GOOD


def project(root: Path, name: str, text: str = GOOD, settings: str = "") -> Path:
    """A project of its own with one specification; ``settings`` are the lines of its moment.toml."""
    folder = root / name
    (folder / "specs").mkdir(parents=True)
    (folder / "specs" / "shop.moment").write_text(text, encoding="utf-8")
    (folder / "moment.toml").write_text(f'name = "{name}"\n{settings}', encoding="utf-8")
    return folder


def test_sources_and_settings(tmp_path: Path, golden: Golden) -> None:
    empty = tmp_path / "empty"
    (empty / ".git").mkdir(parents=True)
    typo = project(tmp_path, "typo", settings='souces = ["specs/*"]\n[check]\nfail-on = "never"\n[generate]\nout = 3\n')
    broken = project(tmp_path, "broken", settings="[generate\n")
    off = project(tmp_path, "off", settings='[rules]\nunknown-lane = "off"\nno-such-rule = "info"\n')
    nothing = project(tmp_path, "nothing", settings='sources = ["specs/**/*.moment", "domain/*.moment"]\n')
    outside = project(tmp_path, "outside", settings='sources = ["specs/**/*.moment"]\n')
    (outside / "draft.moment").write_text(GOOD, encoding="utf-8")
    huge = project(tmp_path, "huge")
    (huge / "specs" / "shop.moment").write_bytes(b"// " + b"x" * (16 * 1024 * 1024))
    written = [
        transcript(empty, "check"),
        transcript(typo, "check"),
        transcript(broken, "check"),
        transcript(off, "check"),
        transcript(nothing, "check"),
        transcript(outside, "check draft.moment", "check specs/missing.moment"),
        transcript(huge, "check"),
        transcript(project(tmp_path, "limits"), "simulate --limit-states 2 --walks 100 --out -"),
    ]
    golden.file("cli/sources.txt", "\n".join(written))


def test_outputs(tmp_path: Path, golden: Golden) -> None:
    away = project(tmp_path, "away", settings='[generate]\nout = "../elsewhere"\n')
    barred = project(tmp_path, "barred")
    (barred / "generated").write_text("in the way", encoding="utf-8")
    twins = GOOD.replace("      orderId: UUID\n      customerId: UUID\n\n", "      orderId: UUID\n      customerId: UUID\n      a: line-item\n      b: LineItem\n\n  value-object line-item\n    sku: string\n\n  value-object LineItem\n    sku: string\n\n")  # fmt: skip
    foreign = project(tmp_path, "foreign")
    (foreign / "generated" / "typescript").mkdir(parents=True)
    (foreign / "generated" / "typescript" / "index.ts").write_text("// by hand\n", encoding="utf-8")
    ledger = project(tmp_path, "ledger")
    assert run(ledger, "generate", "typescript").exit == 0
    (ledger / ".moment" / "ledger.json").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    rebuilt = transcript(ledger, "generate typescript")
    (ledger / "specs" / "shop.moment").write_text("", encoding="utf-8")
    written = [
        transcript(away, "generate typescript"),
        transcript(barred, "generate typescript"),
        transcript(project(tmp_path, "twins", twins), "check", "generate typescript"),
        transcript(project(tmp_path, "desks", 'context "Order Desk"\n\ncontext "order-desk"\n'), "check"),
        transcript(project(tmp_path, "marks", 'context "!!!"\n'), "check"),
        transcript(foreign, "generate typescript"),
        rebuilt,
        transcript(ledger, "generate typescript", "generate typescript --prune"),
    ]
    golden.file("cli/outputs.txt", "\n".join(written))


def test_a_held_lock_is_waited_for_and_then_said(tmp_path: Path) -> None:
    folder = project(tmp_path, "locked")
    (folder / ".moment").mkdir()
    with (folder / ".moment" / "lock").open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ran = run(folder, "generate", "typescript", "--format", "concise")
    assert (ran.exit, "error[MOM925]" in ran.out) == (2, True)
    assert not (folder / "generated").exists()


def test_templates(tmp_path: Path, golden: Golden) -> None:
    settings = '[generate.markdown]\ntemplates = "templates"\n'
    failing, misnamed, missing = (
        project(tmp_path, name, settings=settings) for name in ("failing", "misnamed", "missing")
    )
    for folder, name, text in (
        (failing, "flow.md.j2", "## {{ flow.name | text }}\n\n{{ flow.nam }}\n"), (misnamed, "flows.md.j2", ""),
    ):  # fmt: skip
        (folder / "templates").mkdir()
        (folder / "templates" / name).write_text(text, encoding="utf-8")
    written = [transcript(folder, "generate markdown") for folder in (failing, misnamed, missing)]
    golden.file("cli/templates.txt", "\n".join(written))
    assert not (failing / "generated").exists()
