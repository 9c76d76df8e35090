"""The real command writes the page: what is in it, and what is in the way."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import moment
from tests.process.commands import run
from tests.process.test_cli import BROKEN, GOOD
from tests.unit.facet.test_page import HOSTILE, read

ROOT = Path(__file__).parents[2]
APPLICATION = ROOT / "src" / "moment" / "facet" / "app.html"


def write(folder: Path, text: str) -> None:
    (folder / "shop.moment").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert APPLICATION.is_file(), "run `make facet`"
    write(tmp_path, GOOD)
    return tmp_path


def test_a_page_holds_the_bundle_with_text_and_tables(folder: Path) -> None:
    ran = run(folder, "facet", "export", "out.html")
    assert (ran.exit, ran.out) == (0, "")
    bundle = json.loads(read((folder / "out.html").read_text(encoding="utf-8")).scripts["facet-bundle"])
    schema = json.loads((ROOT / "docs" / "schemas" / "moment.facet.1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(bundle, schema)
    assert [source["text"] for source in bundle["sources"]] == [GOOD]
    assert [flow["tables"]["format"] for flow in bundle["flows"]] == ["moment.tables/1"]


def test_two_processes_write_the_same_bytes(folder: Path) -> None:
    first = run(folder, "facet", "export", "-", PYTHONHASHSEED="1", TZ="UTC").out
    second = run(folder, "facet", "export", "-", PYTHONHASHSEED="2", TZ="Asia/Tokyo").out
    assert first == second
    assert str(folder) not in first


def test_text_and_tables_are_left_out_when_asked(folder: Path) -> None:
    page = run(folder, "facet", "export", "-", "--no-source", "--no-tables", "--flow", "order-to-parcel").out
    bundle = json.loads(read(page).scripts["facet-bundle"])
    assert [source.get("text") for source in bundle["sources"]] == [None]
    assert [(flow["tables"], flow["tablesReason"]) for flow in bundle["flows"]] == [
        (None, "The tables of this flow were left out of this page.")
    ]


def test_what_is_ours_is_written_anew_and_nothing_else(folder: Path) -> None:
    assert run(folder, "facet", "export", "out.html").exit == 0
    assert run(folder, "facet", "export", "out.html", "--no-source").exit == 0
    (folder / "mine.html").write_text("<p>mine", encoding="utf-8")
    ran = run(folder, "facet", "export", "mine.html")
    assert ran.exit == 2
    assert (folder / "mine.html").read_text(encoding="utf-8") == "<p>mine"


def test_a_broken_specification_writes_nothing(folder: Path) -> None:
    write(folder, BROKEN)
    ran = run(folder, "facet", "export", "out.html")
    assert (ran.exit, (folder / "out.html").exists()) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope.moment"], "it does not exist"),
        (["nope.json"], "`nope.json` cannot be read: no such file or directory"),
        (["nope.run"], "`nope.run` cannot be read: no such file or directory"),
        (["a.json"], "`a.json` is no Facet file"),
        (["a.json", "b.json"], "a page shows one bundle"),
        (["--flow", "nope"], "no flow `nope`"),
        (["facet.json", "--no-tables"], "are for specifications"),
    ],
)
def test_what_cannot_be_shown_is_exit_2(folder: Path, arguments: list[str], said: str) -> None:
    (folder / "a.json").write_text("{", encoding="utf-8")
    (folder / "facet.json").write_text("{}", encoding="utf-8")
    ran = run(folder, "facet", "export", "out.html", *arguments)
    assert (ran.exit, said in ran.out + ran.err) == (2, True)
    assert not (folder / "out.html").exists()


def test_a_bundle_that_was_written_before_is_shown(folder: Path) -> None:
    run(folder, "simulate", "--out", "facet.json")
    page = run(folder, "facet", "export", "-", "facet.json").out
    written = json.loads((folder / "facet.json").read_text(encoding="utf-8"))
    assert json.loads(read(page).scripts["facet-bundle"]) == written


def test_hostile_strings_in_every_field_end_no_block(folder: Path) -> None:
    run(folder, "simulate", "--out", "facet.json")
    bundle = json.loads((folder / "facet.json").read_text(encoding="utf-8"))
    hostile = poisoned(bundle, HOSTILE)
    (folder / "hostile.json").write_text(json.dumps(hostile, ensure_ascii=False), encoding="utf-8")
    ran = run(folder, "facet", "export", "hostile.html", "hostile.json")
    assert (ran.exit, ran.err) == (0, ran.err)
    blocks = read((folder / "hostile.html").read_text(encoding="utf-8"))
    assert json.loads(blocks.scripts["facet-bundle"]) == hostile
    assert blocks.tags.count("script") == 3


def poisoned(value: object, texts: list[str]) -> object:
    """``value`` with one of ``texts`` behind every string."""
    if isinstance(value, dict):
        return {name: poisoned(inner, texts) for name, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, [texts[number % len(texts)], *texts]) for number, inner in enumerate(value)]
    return value + texts[len(value) % len(texts)] if isinstance(value, str) else value


def test_a_fragment_and_a_notebook_hold_the_page_in_a_frame(folder: Path) -> None:
    [frame] = read(run(folder, "facet", "export", "-", "--embed").out).content
    assert frame["sandbox"] == "allow-scripts"
    page = json.loads(read(frame["srcdoc"]).scripts["facet-page"])
    assert page == {"live": None, "editor": None, "notices": [], "embedded": True}
    shown = moment.facet.show(moment.simulate(moment.load(folder).domain()))
    [drawn] = read(shown._repr_html_()).content
    assert "facet-bundle" in read(drawn["srcdoc"]).scripts


def test_a_simulation_opens_its_page(folder: Path) -> None:
    ran = run(folder, "simulate", "--open", "--out", "-", BROWSER="true %s")
    page = folder / ".moment" / "cache" / "facet.html"
    assert (ran.exit, f"{page.resolve()} opened" in ran.err) == (0, True)
    assert "facet-bundle" in read(page.read_text(encoding="utf-8")).scripts
