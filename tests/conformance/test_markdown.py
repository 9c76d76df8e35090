"""The document judged by mermaid in Chromium, and by a reader of Markdown: tables, links, and nothing that leaks."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from moment.derive.catalogue import catalogue
from moment.derive.glossary import glossary
from moment.generate.artifact import Inputs
from moment.generate.markdown.document import document
from moment.generate.markdown.escaping import slug
from moment.project.production import Production, produce_artifacts
from tests.conformance.judged import SPECIFICATIONS, generated, made, opened
from tests.conformance.mermaid import draw
from tests.conformance.test_jsonschema import domain_of
from tests.conformance.test_schemas import complaints
from tests.hostile import TEXTS, WORDS, by_chance, hostile

READER = MarkdownIt("commonmark").enable("table")


def text_of(texts: Mapping[str, str], settings: str = "") -> str:
    [artifact] = generated(texts, "markdown", settings=settings)
    assert artifact.path == "generated/markdown/shop-spec.md"
    return artifact.text


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    by_name: dict[str, Mapping[str, str]] = {
        **SPECIFICATIONS,
        **{f"made{seed}": made(seed) for seed in range(15)},
        **{f"hostile{seed}": {"a.moment": by_chance(seed)} for seed in range(25)},
    }
    return {name: text_of(each) for name, each in by_name.items()}


def fences(text: str) -> list[str]:
    return [token.content for token in READER.parse(text) if token.type == "fence" and token.info == "mermaid"]


@pytest.fixture(scope="module")
def drawn(texts: dict[str, str]) -> dict[str, list[Any]]:
    """What mermaid says to every diagram of every document, in one page."""
    all_fences = [(name, fence) for name, text in texts.items() for fence in fences(text)]
    told = draw([fence for _, fence in all_fences])
    found: dict[str, list[Any]] = {}
    for (name, fence), each in zip(all_fences, told, strict=True):
        found.setdefault(name, []).append((fence, each))
    return found


def test_mermaid_draws_every_diagram(drawn: dict[str, list[Any]]) -> None:
    wrong = [(name, fence, each["error"]) for name, found in drawn.items() for fence, each in found if each["error"]]
    assert wrong[:3] == []
    assert sum(map(len, drawn.values())) >= 150


def test_labels_read_as_the_names(drawn: dict[str, list[Any]]) -> None:
    """Whatever stands in a name is what a reader of the picture sees."""
    for name in ("order-to-parcel", "every", "hostile"):
        domain = domain_of(SPECIFICATIONS[name])
        labels = " ".join(label for _, each in drawn[name] for label in each["labels"])
        shown = _squeezed(labels)
        wanted = [context.name for context in domain.contexts]
        wanted += [lane.label for flow in domain.flows for lane in flow.lanes]
        wanted += [moment.label for flow in domain.flows for moment in flow.moments]
        wanted += [placement.node.name for flow in domain.flows for placement in flow.placements]
        wanted += [
            state
            for aggregate in domain.aggregate.values()
            if aggregate.lifecycle
            for state in aggregate.lifecycle.names
        ]
        assert [each for each in wanted if _squeezed(each) not in shown] == []
        assert len(wanted) >= 8


def _squeezed(text: str) -> str:
    """Without blanks: a picture breaks its lines where it likes; control characters are written as codes."""
    from moment.generate.escaping import one_line

    return re.sub(r"\s", "", one_line(text))


def headings(tokens: list[Token]) -> Iterator[str]:
    for heading, inline in itertools.pairwise(tokens):
        if heading.type == "heading_open":
            yield "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))


def anchors(tokens: list[Token]) -> list[str]:
    """As GitHub numbers them."""
    found: list[str] = []
    for heading in headings(tokens):
        plain = slug(heading)
        number = 0
        anchor = plain
        while anchor in found:
            number += 1
            anchor = f"{plain}-{number}"
        found.append(anchor)
    return found


def links(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield str(child.attrs["href"])


def test_every_link_leads_to_a_heading(texts: dict[str, str]) -> None:
    from urllib.parse import unquote

    count = 0
    for name, text in texts.items():
        tokens = READER.parse(text)
        known = anchors(tokens)
        for link in links(tokens):
            assert link.startswith("#"), (name, link)
            assert unquote(link[1:]) in known, (name, link)
            count += 1
    assert count >= 300


def test_no_text_of_a_user_becomes_a_mark(texts: dict[str, str]) -> None:
    """Only our own comments are HTML, only our own marks are marks, every row of a table has the columns of its head."""
    for name, text in texts.items():
        tokens = READER.parse(text)
        html = [token.content for token in tokens if token.type == "html_block"]
        assert [each for each in html if not each.startswith("<!-- ")] == [], name
        children = [child for token in tokens for child in token.children or ()]
        assert [
            child.content for child in children if child.type in ("html_inline", "image", "em_open", "s_open")
        ] == [], name
        assert {token.info for token in tokens if token.type == "fence"} <= {"mermaid"}, name
        assert {token.type for token in tokens} & {
            "blockquote_open",
            "code_block",
            "ordered_list_open",
            "hr",
        } == set(), name
        for rows in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            columns = {len(re.findall(r"(?<!\\)\|", line)) for line in rows.splitlines()}
            assert len(columns) == 1, (name, rows)


def token_texts() -> tuple[str, dict[str, str]]:
    """A specification in which every element is a word of its own, and the section that each belongs to."""
    text = """\
context "Kontext" [Core] description "kdescription"
  @retention(kretention)
  aggregate "Kaggregate" identity kidentity: UUID
    states Kdraft -> Kplaced on Kevent
    command Kcommand
      input kinput: Kvalue[]
      precondition kcondition: "kconditiontext" in Kdraft
      emits Kevent
    command Kundo emits Kundone
    event Kevent
      kfield: string
      kold: string [deprecated "kreason" -> "kfield"]
    event Kundone
    invariant KI-1 "kinvarianttext" scope Kaggregate
  value-object Kvalue kmember: string
  enum Kenum = kone | ktwo
  service Kservice consumes Kevent produces Kundone description "kservicetext"
  policy Kpolicy trigger Kevent action "kaction" chains-to Kundo
  saga Ksaga trigger Kevent states Kwaiting -> Kdone on Kundone
    undo Kcommand with Kundo compensation "kcompensation" timeout 72h
  projection Kprojection from Kevent kcolumn: string
  term "Kterm" "kmeaning"
  relationship "Kontext" -> "Kother" type Conformist contract "kcontract"
context "Kother" [Generic]
  term "Kterm" "kelse"
flow "kflow" description "kflowtext"
  lane klane "Kontext"
  lane kaway "Kother"
  branch-lane klost "Koutcome"
  moment "Kmoment"
    klane: Kcommand
    klane: Kevent (×3) crosses-to kaway via CustomerSupplier delivery at-least-once ordered idempotent by kfield
      contract
        kfield: string [required]
        kold: string
  moment "Kdecision" [branch]
    when kyes
      klane: Kundo [optional]
      klane: Kundone returns-to "Kmoment" at-most 4
    when kno [klost]
      klost: Kundone [terminal]
"""
    sections = {
        "Flows": "kflow kflowtext klane Kmoment Kcommand Kevent 3 at-most kaway Kdecision kyes kno klost optional terminal "
        "triggered returns-to Koutcome",
        "Crossings": "Kontext Kother Kevent CustomerSupplier kfield kold at-least-once ordered idempotent",
        "Contexts": "Kontext kdescription kretention Kaggregate kidentity Kdraft Kplaced Kcommand kinput kcondition "
        "kconditiontext Kundo Kevent kfield kold KI-1 kinvarianttext Kvalue kmember Kenum kone ktwo Kservice kservicetext "
        "Kpolicy kaction Ksaga Kwaiting Kdone kcompensation 72h Kprojection kcolumn Kother Generic",
        "Context map": "Kontext Kother Conformist kcontract CustomerSupplier",
        "Event catalogue": "Kevent Kundone Kcommand Kpolicy Ksaga Kservice Kprojection kmoment",
        "Deprecated fields": "Kevent kold kreason kfield",
        "Glossary": "Kterm kmeaning kelse Kontext Kother",
    }
    return text.replace("klane: Kundo [optional]", "klane: Kundo triggered-by Kevent [optional]"), sections


def test_every_element_is_in_its_section() -> None:
    text, sections = token_texts()
    rendered = text_of({"a.moment": text}).replace("\\", "")
    found = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", rendered, re.MULTILINE))
    missing = {
        title: [word for word in words.split() if word not in found.get(title, "") and word != "at-most"]
        for title, words in sections.items()
    }
    assert {title: words for title, words in missing.items() if words} == {}


def test_the_value_of_templates_is_as_published() -> None:
    for name in ("every", "hospital", "hostile"):
        domain = domain_of(SPECIFICATIONS[name])
        inputs = Inputs("shop", "1.0.0", (), {}, "b", catalogue=catalogue(domain), glossary=glossary(domain))
        assert complaints(msgspec.json.decode(msgspec.json.encode(document(domain, inputs)))) == []


def produced(folder: Path, templates: Mapping[str, str]) -> Production:
    own = folder / "templates"
    own.mkdir()
    for name, text in templates.items():
        (own / name).write_text(text, encoding="utf-8")
    session = opened(SPECIFICATIONS["order-to-parcel"], folder, settings='[generate.markdown]\ntemplates = "templates"')
    return produce_artifacts(session, ("markdown",))


def test_a_template_of_the_users_replaces_ours(tmp_path: Path) -> None:
    made_so = produced(tmp_path, {"saga.md.j2": "OWN {{ saga.name | text }} {{ spec.project }}\n"})
    [artifact] = made_so.artifacts
    assert "OWN Delivery shop" in artifact.text
    assert "#### Saga Delivery" not in artifact.text
    assert "**Command SubmitOrder**" in artifact.text


FAILING = {
    "{{ saga.nam }}": (1, "has no attribute 'nam'"),
    "one\n{{ nothing }}\n": (2, "'nothing' is undefined"),
    "one\ntwo\n{% if %}": (3, "Expected an expression"),
    "{% include '../../etc/passwd' %}": (1, "it includes `../../etc/passwd`"),
    "{{ saga.__class__.__mro__ }}": (1, "access to attribute '__class__'"),
    "\n{{ 1 / 0 }}": (2, "division by zero"),
    "{% for x in saga.undo %}": (1, "Unexpected end of template"),
}


@pytest.mark.parametrize("template", FAILING)
def test_a_template_that_fails_is_a_finding_at_its_line(template: str, tmp_path: Path) -> None:
    line, reason = FAILING[template]
    made_so = produced(tmp_path, {"saga.md.j2": template})
    [finding] = made_so.findings
    assert (made_so.artifacts, finding.code, finding.place.path) == ((), "MOM924", "templates/saga.md.j2")
    assert f"`templates/saga.md.j2:{line}` fails: " in finding.message
    assert reason in finding.message


def test_a_file_that_replaces_nothing_is_a_finding(tmp_path: Path) -> None:
    [finding] = produced(tmp_path, {"sagas.md.j2": ""}).findings
    assert (finding.code, finding.hint) == ("MOM924", "Did you mean `saga.md.j2`?")


def test_a_folder_that_is_not_there_is_a_finding() -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = opened(SPECIFICATIONS["order"], Path(folder), settings='[generate.markdown]\ntemplates = "nowhere"')
        [finding] = produce_artifacts(session, ("markdown",)).findings
    assert (finding.code, finding.place.path) == ("MOM924", "nowhere")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(TEXTS), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)), min_size=8, max_size=20),
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=20, unique=True),
)  # fmt: skip
def test_hostile_names_stay_text(texts: list[str], words: list[str]) -> None:
    text = text_of({"a.moment": hostile([f"a{each}" for each in texts], words)})
    test_no_text_of_a_user_becomes_a_mark({"hostile": text})
