"""What every test file needs to know: names of the generated types, payloads, and which binding serves what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from typing import NamedTuple

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import TYPESCRIPT_RESERVED, camel, pascal
from moment.generate.suites.histories import history_of
from moment.generate.typescript import names
from moment.generate.vitest.code import WIDTH, Script, call, optional_access
from moment.generate.vitest.payloads import Payloads
from moment.model.domain import Aggregate, Command, Domain, Event
from moment.model.results import Case

VITEST = "vitest"
TAKEN = TYPESCRIPT_RESERVED | {
    "beforeEach", "bindings", "bound", "describe", "emitted", "expect", "expectGuard", "expectOneOf", "expectPassage",
    "expectUnmoved", "flows", "inputOf", "it", "outcome", "payloads", "read", "result", "sparse", "tagged", "test",
}  # fmt: skip


class Modules(NamedTuple):
    """Import paths as one folder sees them."""

    bindings: str
    types: str
    runtime: str
    harness: str
    payloads: str

    @property
    def order(self) -> tuple[str, ...]:
        return (VITEST, self.bindings, self.types, self.runtime, self.harness, self.payloads)


class Suite:
    """One test file being written. In it a test that compares nothing fails."""

    def __init__(self, domain: Domain, payloads: Payloads, modules: Modules) -> None:
        self.domain = domain
        self.script = Script()
        self.modules = modules
        self._payloads = payloads
        self._samples: dict[tuple[str, str], str] = {}
        self._declared: list[str] = []

    @contextmanager
    def describe(self, title: str) -> Iterator[None]:
        describe = self.script.use(VITEST, "describe")
        with self.script.block(f"{describe}({quoted(title)}, () => {{"):
            yield

    def vitest(self, *used: str) -> None:
        for name in used:
            self.script.use(VITEST, name)

    def harness(self, name: str) -> str:
        return self.script.use(self.modules.harness, name)

    @contextmanager
    def test(self, case: Case, *, context: bool = True, asynchronous: bool = False) -> Iterator[None]:
        """An ``it`` for ``case``; with ``context`` its function takes vitest's, to skip by."""
        self.vitest("it", "expect")
        function = f"{'async ' if asynchronous else ''}({'test' if context else ''}) =>"
        with self.script.block(f"it({quoted(case.title)}, {function} {{"):
            yield

    def skipped(self, case: Case, reason: str) -> None:
        self.vitest("it")
        with self.script.block(f"it({quoted(case.title)}, (test) => {{"):
            self.script.add(f"test.skip({quoted(reason)});")

    def todo(self, title: str) -> None:
        self.vitest("it")
        self.script.add(f"it.todo({quoted(title)});")

    def context(self, name: str) -> str:
        return self.script.use(self.modules.types, names.namespace(name))

    def guard(self, element: Event | Command) -> str:
        """``Sales.OrderSubmittedGuard``; of a command that of its input."""
        type_name = names.input_type(element.name) if isinstance(element, Command) else pascal(element.name)
        return f"{self.context(element.context)}.{names.guard(type_name)}"

    def payload(self, element: Event | Command, case: Case) -> str:
        self.script.use(self.modules.payloads, "payloads")
        return self._payloads.expression(element.id, case)

    def sparse(self, element: Event, case: Case) -> str | None:
        expression = self._payloads.sparse_expression(element.id, case)
        if expression is not None:
            self.script.use(self.modules.payloads, "sparse")
        return expression

    def event(self, event: Event, case: Case) -> str:
        """``someOrderSubmitted()``: a sample of ``event`` with its tag, declared once at the head of the file."""
        payload = self.payload(event, case)
        name = self._samples.get((event.id, payload))
        if name is None:
            taken = set(self._samples.values())
            names_to_try = (f"some{pascal(event.name)}{number}" for number in chain(("",), count(2)))
            name = self._samples[event.id, payload] = next(each for each in names_to_try if each not in taken)
            self._declare(name, event, payload)
        return f"{name}()"

    def _declare(self, name: str, event: Event, payload: str) -> None:
        self.script.use(self.modules.runtime, "read")
        self.script.use(self.modules.runtime, "tagged")
        head = f"const {name} = (): {self.context(event.context)}.{pascal(event.name)} =>"
        tagged = f"tagged({quoted(event.name)}, read({self.guard(event)}, {payload}));"
        self._declared += [f"{head} {tagged}"] if len(head) + len(tagged) < WIDTH else [head, f"  {tagged}"]

    def text(self) -> str:
        """The whole file: imports, what every test begins with, sample events, tests."""
        self.vitest("beforeEach", "expect")
        head = ["beforeEach(() => {", "  expect.hasAssertions();", "});", ""]
        declared = [*self._declared, ""] if self._declared else []
        return self.script.text(first=self.modules.order, before=[*head, *declared])

    def input(self, command: Command, case: Case, *, but: str = "") -> str:
        """A sample input of ``command``, with the members of ``but`` instead of its own."""
        self.script.use(self.modules.runtime, "read")
        payload = self.payload(command, case)
        return f"read({self.guard(command)}, {f'{{ ...{payload}, {but} }}' if but else payload})"

    def expect_whole(self, guard: str, value: str) -> None:
        self.script.add(*call("expect", [f"{guard}.violations({value})"], ".toEqual([]);"))

    def bound(self, name: str, expression: str) -> str:
        """``expression``, or the test is skipped and says that ``name`` is not bound."""
        self.script.use(self.modules.bindings, "bindings")
        return f"{self.harness('bound')}(test, {quoted(name)}, {expression})"

    def execute(self, command: Command, *, on: str, argument: str) -> None:
        """``const result = order.submitOrder(…);``"""
        self.script.add(*call(f"const result = {on}.{names.method(command.name)}", [argument], ";"))

    def bound_lines(self, head: str, name: str, expression: str, tail: str) -> list[str]:
        self.script.use(self.modules.bindings, "bindings")
        return call(f"{head}{self.harness('bound')}", ["test", quoted(name), expression], tail)

    def binding(self, context: str, *path: str) -> str:
        """``bindings.Sales?.Order?.breaking?.['SubmitOrder.creditGood']``."""
        return f"bindings.{names.namespace(context)}" + "".join(optional_access(part) for part in path)

    def aggregate_of(self, element: Event | Command) -> Aggregate:
        return self.domain.aggregate[f"{element.context}/{element.aggregate}"]

    def history(self, given: tuple[str, ...], aggregate: Aggregate, case: Case) -> list[str]:
        return [self.event(event, case) for event in history_of(aggregate, given, self.domain)]

    def load(self, aggregate: Aggregate, history: list[str], *, assign: str = "", read: str = "") -> None:
        """The aggregate after ``history``: ``const order = bound(…).load([…])``."""
        name = f"{names.namespace(aggregate.context)}.{pascal(aggregate.name)}"
        head = self.bound(name, self.binding(aggregate.context, pascal(aggregate.name)))
        self.script.add(*loading(f"{assign}{head}.load", history, f"{read};"))

    def variable(self, name: str) -> str:
        """What a test calls the aggregate ``name``; never like an import or a sample."""
        text = camel(name)
        return text + "_" if text in TAKEN or text.startswith("some") else text


def loading(head: str, history: list[str], tail: str) -> list[str]:
    """``head([…])tail``, an event a line when there are several or it grows long."""
    lines = call(head, [f"[{', '.join(history)}]"], tail)
    if len(lines) == 1:
        return lines
    return [f"{head}([", *(f"  {event}," for event in history), f"]){tail}"]
