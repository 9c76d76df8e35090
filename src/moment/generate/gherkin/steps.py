"""The step definitions for cucumber-js: only phrases in use, each calling its binding or left pending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moment.generate.escaping import typescript_string as quoted
from moment.generate.gherkin.phrases import PHRASES, parameters

_TYPES = {"string": "string", "events": "readonly EventName[]"}
_ALIASES = {
    "context": "ContextName", "event": "EventName", "command": "CommandName", "aggregate": "AggregateName",
    "state": "StateName", "saga": "SagaName", "policy": "PolicyName", "service": "ServiceName",
    "projection": "ProjectionName", "invariant": "InvariantName", "relationship": "RelationshipName",
    "multiplicity": "Multiplicity",
}  # fmt: skip
_HEAD = """import { DataTable, World, defineParameterType, defineStep } from '@cucumber/cucumber';
import { bindings } from BINDINGS;

/** What a step answers: nothing when it is done, `'pending'` when it waits for somebody. */
export type Answer = void | 'pending' | 'skipped' | Promise<void | 'pending' | 'skipped'>;
/** The rows of a step's table. */
export type Rows = readonly (readonly string[])[];
"""
_TAIL = """
/** Calls what is bound with the world of the scenario; without a binding the step is pending. */
function answer<A extends unknown[]>(
  world: World,
  binding: ((this: World, ...given: A) => Answer) | undefined,
  ...given: A
): Answer {
  return binding === undefined ? 'pending' : binding.apply(world, given);
}
"""
_ALTERNATION = """
/** Any of the names, longest first, and nothing else. */
function alternation(names: readonly string[]): string {
  const escaped = names.map((name) => name.replace(/[\\\\^$.*+?()[\\]{}|/-]/g, '\\\\$&'));
  return [...escaped].sort((one, other) => other.length - one.length).join('|');
}
"""


def render(phrases: Iterable[str], names: Mapping[str, Iterable[str]], bindings: str) -> str:
    """``names`` goes from a parameter to the names that steps use; ``bindings`` is the module of the user's bindings."""
    used = [phrase for phrase in PHRASES if phrase in set(phrases)]
    kinds = [kind for kind in _ALIASES if kind in names]
    lines = [_HEAD.replace("BINDINGS", quoted(bindings))]
    if not any(PHRASES[phrase].text.endswith(":") for phrase in used):
        lines[0] = lines[0].replace("DataTable, ", "")
    if not kinds:
        lines[0] = lines[0].replace("defineParameterType, ", "")
    for kind in kinds:
        lines += [f"const {_constant(kind)} = [", *(f"  {quoted(name)}," for name in names[kind]), "] as const;"]
        lines += [f"export type {_ALIASES[kind]} = (typeof {_constant(kind)})[number];"]
    lines += ["", "/** What stands behind the steps. What is left out is pending. */", "export interface Bindings {"]
    lines += [*_members(used), "}", ""]
    for kind in kinds:
        lines.append(f"defineParameterType({{ name: {quoted(kind)}, regexp: alternation({_constant(kind)}) }});")
    if any("events" in parameters(phrase) for phrase in used):
        lines += _EVENTS
    lines.append("")
    for phrase in used:
        lines += _definition(phrase)
    return "\n".join(lines) + "\n" + _TAIL + (_ALTERNATION if kinds else "")


_EVENTS = [
    "defineParameterType({",
    "  name: 'events',",
    "  regexp: `(?:${alternation(EVENTS)})(?:, (?:${alternation(EVENTS)}))*`,",
    "  transformer: (text: string) => text.split(', '),",
    "});",
]


def scaffold(steps: str) -> str:
    """``bindings/steps.ts``: nothing is bound yet."""
    return f"import type {{ Bindings }} from {quoted(steps)};\n\nexport const bindings: Bindings = {{}};\n"


def _constant(kind: str) -> str:
    return "MULTIPLICITIES" if kind == "multiplicity" else "POLICIES" if kind == "policy" else f"{kind.upper()}S"


def _members(used: Iterable[str]) -> Iterator[str]:
    """One member for all phrases that share it, with all that any of them gives."""
    seen: set[str] = set()
    for phrase in used:
        member = PHRASES[phrase].member
        if member in seen:
            continue
        seen.add(member)
        given = ", ".join(f"{name}: {type_}" for name, type_ in _given(member))
        yield f"  readonly {member}?: (this: World{', ' if given else ''}{given}) => Answer;"


def _given(member: str) -> list[tuple[str, str]]:
    """Names and types of what a binding is called with: the parameters of its longest phrase, then the table."""
    phrases = [phrase for phrase, each in PHRASES.items() if each.member == member]
    longest = max((parameters(phrase) for phrase in phrases), key=len)
    found: list[tuple[str, str]] = []
    for name in longest:
        plain = (
            "text"
            if name == "string"
            else "times"
            if name == "multiplicity"
            else "causes"
            if name == "events"
            else name
        )
        type_ = "string" if name == "multiplicity" else _TYPES.get(name) or _ALIASES[name]
        number = sum(each.rstrip("2") == plain for each, _ in found)
        found.append((plain if not number else f"{plain}{number + 1}", type_))
    if any(PHRASES[phrase].text.endswith(":") for phrase in phrases):
        found.append(("rows", "Rows"))
    return found


def _definition(phrase: str) -> Iterator[str]:
    """``defineStep('…', function (this: World, …) { return answer(this, bindings.executes, …); });``"""
    text, member = PHRASES[phrase]
    names = parameters(phrase)
    has_table = text.endswith(":")
    arguments: list[str] = []
    passed: list[str] = []
    for name, type_ in _given(member):
        base = {"times": "multiplicity", "causes": "events"}.get(name, "string" if name.startswith("text") else name)
        if name == "rows":
            passed.append("table.raw()" if has_table else "[]")
        elif base in names:
            arguments.append(f"{name}: {type_}")
            passed.append(name)
        else:
            passed.append("[]" if base == "events" else "'1'")
    if has_table:
        arguments.append("table: DataTable")
    head = ", ".join(("this: World", *arguments))
    call = ", ".join(("this", f"bindings.{member}", *passed))
    yield f"defineStep({quoted(text)}, function ({head}) {{"
    yield f"  return answer({call});"
    yield "});"
