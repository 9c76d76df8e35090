"""What every test file needs to know: names of the generated classes, payloads, and which binding serves what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, count
from typing import NamedTuple

from moment.generate.escaping import python_string as quoted
from moment.generate.naming import PYTHON_RESERVED, attribute, pascal, snake
from moment.generate.pytest.code import Script, call, docstring
from moment.generate.python import names
from moment.generate.suites.histories import history_of
from moment.generate.suites.payloads import Payloads
from moment.model.domain import Aggregate, Command, Domain, Event
from moment.model.results import Case

HARNESS = "harness"
PAYLOADS = "payloads"
TAKEN = PYTHON_RESERVED | {
    "answer", "bindings", "bound", "breaking", "conduct", "contracts", "emitted", "event", "load", "passage", "payloads",
    "policy", "projector", "pytest", "refused", "result", "row", "saga", "service", "sparse", "state", "undone",
}  # fmt: skip


class Modules(NamedTuple):
    """``package`` holds the generated classes, ``bindings`` is what the user writes, ``contexts`` the contexts' modules."""

    package: str
    bindings: str
    contexts: Mapping[str, str]


class Suite:
    """One test file being written."""

    def __init__(self, domain: Domain, payloads: Payloads, modules: Modules) -> None:
        self.domain = domain
        self.script = Script()
        self.modules = modules
        self._payloads = payloads
        self._functions: set[str] = set()
        self._samples: dict[tuple[str, str], str] = {}
        self._declared: list[str] = []

    @contextmanager
    def test(self, case: Case) -> Iterator[None]:
        """The function of ``case``: named after its id, with its title as docstring."""
        self.script.add("", "")
        self.script.add(*call("@pytest.mark.case", [quoted(case.id)]))
        with self.script.block(f"def {self._function(case)}() -> None:"):
            self.script.add(docstring(case.title))
            yield

    def _function(self, case: Case) -> str:
        label = case.id.removeprefix(f"{case.flow or case.context}/")
        name = f"test_{snake(label)}"
        found = next(each for each in _numbered(name) if each not in self._functions)
        self._functions.add(found)
        return found

    def skipped(self, case: Case, reason: str) -> None:
        with self.test(case):
            self.script.add(*call("pytest.skip", [quoted(reason)]))

    def harness(self, name: str) -> str:
        return self.script.use(HARNESS, name)

    def expect(self, check: str, *arguments: str) -> None:
        """``expect_event(result, sales.OrderSubmitted)``."""
        self.script.add(*call(self.harness(f"expect_{check}"), arguments))

    def context(self, name: str) -> str:
        """The module of a context, called so that nothing in a test has its name."""
        module = self.modules.contexts[name]
        alias = f"{module}_" if _is_taken(module) else module
        return self.script.use(f"{self.modules.package}.{names.CONTEXTS}", module, alias=alias)

    def type(self, element: Event | Command) -> str:
        """``sales.OrderSubmitted``."""
        return f"{self.context(element.context)}.{pascal(element.name)}"

    def payload(self, element: Event | Command, case: Case) -> str:
        found = self._payloads.nearest(element.id, case)
        return f"{self.script.use(PAYLOADS, 'payloads')}[{quoted(found.key)}][{quoted(found.name)}]"

    def sparse(self, element: Event, case: Case) -> str | None:
        """The payload without optional fields; ``None`` when there are none to leave out."""
        found = self._payloads.nearest(element.id, case)
        if found.sparse is None:
            return None
        return f"{self.script.use(PAYLOADS, 'sparse')}[{quoted(found.key)}][{quoted(found.name)}]"

    def event(self, event: Event, case: Case) -> str:
        """``some_order_submitted()``: a sample of ``event``, declared once at the head of the file."""
        payload = self.payload(event, case)
        name = self._samples.get((event.id, payload))
        if name is None:
            taken = set(self._samples.values())
            name = next(each for each in _numbered(f"some_{snake(event.name)}") if each not in taken)
            self._samples[event.id, payload] = name
            made = call(f"{self.type(event)}.read", [payload])
            self._declared += ["", "", f"def {name}() -> {self.type(event)}:", f"    return {made[0]}"]
            self._declared += [f"    {line}" for line in made[1:]]
        return f"{name}()"

    def input(self, command: Command, case: Case, *, but: str = "") -> str:
        """A sample input of ``command``, with the members of ``but`` instead of its own."""
        payload = self.payload(command, case)
        given = f"{{**{payload}, {but}}}" if but else payload
        return f"{self.context(command.context)}.{names.input_type(command.name)}.read({given})"

    def execute(self, command: Command, *, on: str, argument: str) -> None:
        """``result = order.submit_order(…)``."""
        self.script.add(*call(f"result = {on}.{names.method(command.name)}", [argument]))

    def bind(self, variable: str, name: str, expression: str, tail: str = "") -> None:
        """``variable = bound(…)``: the test is skipped and says that ``name`` is not bound."""
        self.script.add(*call(f"{variable} = {self.harness('bound')}", [quoted(name), expression], tail))

    def binding(self, *path: str) -> str:
        """``bindings.get("Sales", {}).get("Order", {}).get("load")``."""
        bindings = self.script.use(self.modules.bindings, "bindings")
        *groups, last = path
        return bindings + "".join(f".get({quoted(group)}, {{}})" for group in groups) + f".get({quoted(last)})"

    def load(self, aggregate: Aggregate, history: list[str]) -> str:
        """The variable that holds the aggregate after ``history``."""
        variable = self.variable(aggregate.name)
        self.bind_aggregate(aggregate)
        self.script.add(*loading(f"{variable} = load", history))
        return variable

    def bind_aggregate(self, aggregate: Aggregate) -> None:
        context, name = pascal(aggregate.context), pascal(aggregate.name)
        self.bind("load", f"{context}.{name}", self.binding(context, name, "load"))

    def aggregate_of(self, element: Event | Command) -> Aggregate:
        return self.domain.aggregate[f"{element.context}/{element.aggregate}"]

    def history(self, given: tuple[str, ...], aggregate: Aggregate, case: Case) -> list[str]:
        return [self.event(event, case) for event in history_of(aggregate, given, self.domain)]

    def variable(self, name: str) -> str:
        """What a test calls the aggregate ``name``; never like an import, a function or a sample."""
        text = attribute(name)
        return f"{text}_" if _is_taken(text) or text in self.modules.contexts.values() else text

    def text(self, title: str) -> str:
        """The whole file: imports, sample events, tests."""
        body = (*self._declared, *self.script.lines)
        needed = ["import pytest", ""] if any("pytest." in line for line in body) else []
        imports = [*needed, *self.script.imports()]
        return "\n".join([docstring(title), *(["", *imports] if imports else []), *body]).rstrip("\n") + "\n"


def _is_taken(name: str) -> bool:
    return name in TAKEN or name.startswith(("test_", "expect_", "some_"))


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}{number}" for number in chain(("",), (f"_{n}" for n in count(2))))


def loading(head: str, history: list[str], *, before: str = "", after: str = "") -> list[str]:
    """``head(before, […], after)``, an event a line when it grows long."""
    first, last = ([before] if before else []), ([after] if after else [])
    lines = call(head, [*first, f"[{', '.join(history)}]", *last])
    if len(lines) == 1:
        return lines
    events = [f"        {event}," for event in history]
    return [
        f"{head}(",
        *(f"    {each}," for each in first),
        "    [",
        *events,
        "    ],",
        *(f"    {each}," for each in last),
        ")",
    ]
