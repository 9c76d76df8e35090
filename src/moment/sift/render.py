"""Elements as the text of specifications: each declaration as the language writes it, files in import layout.

The text is plain, one clause a line; the formatter gives it its one layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from moment.language.formatter import format_text
from moment.language.parser import parse
from moment.language.tokens import is_name
from moment.model.words import kebab
from moment.project.elements import Elements, Key, Payload, siblings
from moment.sift.render_flows import flow_lines, moment_lines
from moment.sift.spelling import indented, string, word
from moment.text.source import Source

CONTEXTS = "contexts"
FLOWS = "flows"


class Tree:
    """Elements by what they stand in, in order."""

    def __init__(self, elements: Elements) -> None:
        self.elements = elements
        self.below: dict[tuple[str, ...], list[Key]] = {}
        for key, payload in elements.items():
            self.below.setdefault(siblings(key, payload), []).append(key)

    def tops(self) -> list[Key]:
        return self.below.get(("",), [])

    def lines(self, key: Key) -> Iterator[str]:
        """A declaration with all that stands in it."""
        yield from declaration(key, self.elements[key])
        if key.word == "Flow":
            for moment in self.below.get(("", key.name), ()):
                yield from indented(moment_lines(self.elements[moment]))
        elif key.word in ("BoundedContext", "Aggregate"):
            for member in self.below.get(key.names, ()):
                yield from indented(self.lines(member))

    def text(self, keys: Iterable[Key]) -> str:
        return "".join(f"{line}\n" for key in keys for line in self.lines(key))


def whole_text(elements: Elements) -> str:
    """Everything as one text, not laid out; for building a model."""
    tree = Tree(elements)
    return tree.text(tree.tops())


def files_of(elements: Elements, folder: str = "") -> dict[str, str]:
    """The files of import layout below ``folder``: one for each context and each flow, as the formatter writes them.

    A context that carries annotations stands behind the context before it, because nothing else can carry them there.
    """
    tree = Tree(elements)
    paths = paths_of(tree.tops(), folder)
    texts: dict[str, list[Key]] = {}
    last: str | None = None
    for key in tree.tops():
        marked = key.word == "BoundedContext" and elements[key].get("annotations")
        path = last if marked and last is not None else paths[key]
        texts.setdefault(path, []).append(key)
        last = path if key.word == "BoundedContext" else last
    return {path: formatted(path, tree.text(keys)) for path, keys in texts.items()}


def paths_of(tops: Iterable[Key], folder: str = "") -> dict[Key, str]:
    """``contexts/<slug>.moment`` and ``flows/<slug>.moment``; equal slugs get four hex digits of the name."""
    found: dict[Key, str] = {}
    by_slug: dict[str, list[Key]] = {}
    for key in tops:
        kind = CONTEXTS if key.word == "BoundedContext" else FLOWS
        slug = kebab(key.name) or "unnamed"
        by_slug.setdefault(f"{folder}/{kind}/{slug}".lstrip("/"), []).append(key)
    for stem, keys in by_slug.items():
        for key in keys:
            tail = f"-{sha256(key.name.encode()).hexdigest()[:4]}" if len(keys) > 1 else ""
            found[key] = f"{stem}{tail}.moment"
    return found


def formatted(path: str, text: str) -> str:
    """``text`` in the one layout; as it is when it does not read."""
    return format_text(parse(Source(path, text))) or text


def declaration(key: Key, payload: Payload) -> Iterator[str]:
    """The lines of one element without what stands in it."""
    yield from (mark(each) for each in payload.get("annotations", ()))
    match key.word:
        case "BoundedContext":
            yield classified(f"context {string(payload['contextName'])}", payload)
            if "description" in payload:
                yield f"  description {string(payload['description'])}"
        case "Aggregate":
            yield f"aggregate {string(payload['aggregateName'])}"
            if "identityField" in payload:
                yield f"  identity {field(payload['identityField'])}"
            yield from states(payload.get("states", ()))
        case "Command":
            yield from _command(payload)
        case "Event":
            yield f"event {payload['eventName']}"
            yield from fields(payload)
        case "ValueObject":
            yield f"value-object {payload['voName']}"
            yield from fields(payload)
        case "Enum":
            yield f"enum {payload['enumName']} = {' | '.join(payload['values'])}"
        case "Invariant":
            yield f"invariant {payload['invariantId']} {string(payload['description'])}"
            yield f"  scope {word(payload['scope'])}"
        case "Flow":
            yield from flow_lines(payload)
        case "Moment":
            yield from moment_lines(payload)
        case _:
            yield from _process(key, payload)


def _command(payload: Payload) -> Iterator[str]:
    yield f"command {payload['commandName']}"
    inputs = payload.get("inputs", ())
    if inputs:
        yield "  input"
    for each in inputs:
        yield from (f"    {mark(one)}" for one in each.get("annotations", ()))
        yield f"    {field(each)}{',' if each is not inputs[-1] else ''}"
    for each in payload.get("preconditions", ()):
        line = f"  precondition {each['name']}: {string(each['description'])}"
        formal = f" in {', '.join(each['in'])}" if "in" in each else ""
        formal = formal or (f" not in {', '.join(each['notIn'])}" if "notIn" in each else "")
        yield line + formal
    several = payload.get("emits", {})
    names = (
        ", ".join(several["all"]) if "all" in several
        else " or ".join(several["oneOf"]) if several
        else payload["emitsEvent"]
    )  # fmt: skip
    yield f"  emits {names}"


def _process(key: Key, payload: Payload) -> Iterator[str]:
    match key.word:
        case "Service":
            yield f"service {payload['serviceName']}"
            yield f"  consumes {payload['consumes']}"
            yield f"  produces {payload['produces']}"
            yield f"  description {string(payload['description'])}"
        case "Policy":
            trigger = payload["trigger"]
            yield f"policy {payload['policyName']}"
            yield f"  trigger {string(trigger) if trigger == 'file-watcher' else trigger}"
            yield f"  action {string(payload['action'])}"
            if "chainsTo" in payload:
                yield f"  chains-to {', '.join(payload['chainsTo'])}"
        case "Saga":
            yield f"saga {payload['sagaName']}"
            yield f"  trigger {payload['trigger']}"
            yield from states(payload["transitions"])
            yield from (f"  undo {each['command']} with {each['with']}" for each in payload.get("undo", ()))
            yield f"  compensation {string(payload['compensation'])}"
            timeout = payload["timeout"]
            yield f"  timeout {string(timeout) if timeout == 'none' else timeout}"
        case "Projection":
            yield f"projection {payload['projectionName']}"
            yield f"  from {', '.join(payload['from'])}"
            yield from fields(payload)
        case "Term":
            yield f"term {string(payload['term'])} {string(payload['definition'])}"
        case "Relationship":
            yield f"relationship {word(payload['source'])} -> {word(payload['target'])}"
            yield f"  type {payload['relationshipType']}"
            yield f"  contract {string(payload['contract'])}"


def states(edges: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """``states`` lines: an edge goes on with the line when it starts where that ended."""
    line = ""
    last = ""
    for edge in edges:
        if not line or edge["from"] != last or edge.get("begins"):
            if line:
                yield line
            line = f"  states {edge['from']}"
        last = edge.get("to", edge["from"])
        if "to" in edge:
            line += f" -> {last}" + (f" on {edge['on']}" if "on" in edge else "")
    if line:
        yield line


def fields(payload: Payload) -> Iterator[str]:
    for each in payload.get("fields", ()):
        yield from (f"  {mark(one)}" for one in each.get("annotations", ()))
        yield f"  {field(each)}"


def field(payload: Mapping[str, Any]) -> str:
    text = f"{payload['name']}: {payload['type']}"
    deprecated = payload.get("deprecated")
    if deprecated:
        text += f" [deprecated {string(deprecated['reason'])} -> {string(deprecated['replacement'])}]"
    return text


def mark(payload: Mapping[str, Any]) -> str:
    value = payload["value"]
    return f"@{payload['name']}({value if is_name(value) and not payload.get('quoted') else string(value)})"


def classified(head: str, payload: Mapping[str, Any]) -> str:
    return f"{head} [{payload['classification']}]" if "classification" in payload else head
