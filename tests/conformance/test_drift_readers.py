"""The readers of implementations, judged by the compiler's own API and by what the generator writes."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from random import Random
from types import ModuleType
from typing import Any, NotRequired, get_origin, get_type_hints

import attrs
import msgspec
import pytest

from moment.drift.compare import compare_all
from moment.drift.normal import Lens
from moment.drift.readers import python, typescript
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope
from moment.drift.shape import Shape
from tests.conformance.judged import HERE, SPECIFICATIONS, TOOLS, generated
from tests.properties.declarations import Interface, Printer, interfaces
from tests.properties.python_declarations import PythonPrinter, can_be_written
from tests.unit.drift.sides import PRELUDE, told

LIBRARY = "declare global { interface Array<T> { length: number } interface ReadonlyArray<T> { length: number } interface Object {} interface Function {} interface CallableFunction {} interface NewableFunction {} interface String {} interface Number {} interface Boolean {} interface RegExp {} interface IArguments {} interface Error { name: string } type Partial<T> = { [P in keyof T]?: T[P] }; type Required<T> = { [P in keyof T]-?: T[P] }; type Readonly<T> = { readonly [P in keyof T]: T[P] }; type Pick<T, K extends keyof T> = { [P in K]: T[P] }; type Exclude<T, U> = T extends U ? never : T; type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>; type Record<K extends keyof any, T> = { [P in K]: T }; interface Promise<T> { then: T } }\nexport {};\n"
REDUCED = """
export interface Base<V = string> { readonly id: V; note?: string | undefined; put(x: V): void; get size(): number; set size(value: number) }
export interface Heir extends Base<number> { own: T; note?: 'a' }
export interface Both extends Base, U { x: string }
export type Picked = Pick<Heir, 'id' | 'note'>;
export type Left = Omit<Heir, 'put' | 'own'>;
export type Loose = Partial<Base>;
export type Firm = Required<Base>;
export type Frozen = Readonly<T>;
export type Table = Record<'a' | 'b', number>;
export type Joined = T & { z?: U };
export type Mapped = { [K in 'one' | 'two']?: K };
export type Copied = { [K in keyof Base]: Base[K] };
export type Solid = { [K in keyof Base]-?: number };
export type Same = T;
export type Deep = Partial<Pick<Heir, 'id' | 'own'>> & Omit<U, 'u'>;
export abstract class Shop<V> implements Frozen {
  readonly t!: string; t2 = ''; #secret = 1; static made = 2; private hidden?: V; protected kept = 3;
  constructor(readonly given: V, public open?: string, private shut?: string) {}
  abstract sell(x: V): V;
  maybe?(): void;
  get cost(): number { return 1 }
  set cost(value: number) {}
}
export class Corner extends Shop<string> { sell(x: string): string { return x } extra?: T; 'quoted-name': string = ''; 7 = 1 }
export type Met = Loose & Required<Pick<Base, 'id'>> & { note: string };
type Flat<V> = { [K in keyof V]: V[K] } & {};
export type Plain = Flat<U & { z?: Firm }>;
export type Spelled = { [K in keyof Joined & string]: Joined[K] };
export type Filled = Record<`at${'One' | 'Two'}` | 'three', number>;
export namespace Far.Away { export interface Land { a?: string } }
export interface Settled extends Far.Away.Land { b: string }
export class Shown { told = (x: string): number => x.length; maybe?: () => void }
export namespace Inner { export interface Kept { a: string; b?: T } }
interface Private { p: string }
export { Private as Shown };
export default interface Usual { q?: string }
export interface Merged { a: string }
export interface Merged { b?: string }
"""


def asked(question: Mapping[str, Any]) -> Any:
    run = subprocess.run(
        ["node", str(HERE / "typescript" / "members.mjs"), str(TOOLS)],
        input=json.dumps(question), capture_output=True, encoding="utf-8", timeout=300, check=True,
    )  # fmt: skip
    return json.loads(run.stdout)


def of_files(files: Mapping[str, str]) -> tuple[Scope, Resolver]:
    scope = Scope({path: typescript.read(text.encode()) for path, text in files.items()})
    return scope, Resolver(scope)


def by_reader(files: Mapping[str, str]) -> dict[str, dict[str, list[list[Any]]]]:
    """What the compiler is asked, answered by the reader: opaque, open and other types aside."""
    scope, resolver = of_files(files)
    found: dict[str, dict[str, list[list[Any]]]] = {}
    for path in files:
        here = found.setdefault(path, {})
        for name, meaning in scope.exports(path).items():
            shape = resolver.shape(meaning) if hasattr(meaning, "identity") else None  # type: ignore[arg-type]
            if shape is None or not _has_members(shape):
                continue
            members = [member for member in shape.members if member.kind in ("property", "method")]
            here[name] = sorted([member.name, member.optional] for member in members)
    return found


def _has_members(shape: Shape) -> bool:
    return shape.kind != "enum" and shape.type is None and not shape.opaque and not shape.is_open


def compared(files: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both answers for what the reader claims to know, which must be nearly everything."""
    said = asked({"files": files})
    read = by_reader(files)
    expected = {
        path: {name: sorted(said[path].get(name, [])) for name in here} for path, here in read.items() if path in said
    }
    return expected, {path: read[path] for path in expected}


@pytest.mark.parametrize("name", sorted(SPECIFICATIONS))
def test_members_of_generated_types_are_those_that_the_compiler_reports(name: str) -> None:
    files = {each.path: each.text for each in generated(SPECIFICATIONS[name], "typescript")}
    expected, actual = compared(files)
    assert expected == actual
    assert sum(len(here) for here in actual.values()) >= 8


def test_members_of_reduced_types_are_those_that_the_compiler_reports() -> None:
    files = {"lib.ts": LIBRARY, "a.ts": PRELUDE + REDUCED}
    expected, actual = compared(files)
    assert expected["a.ts"] == actual["a.ts"]
    assert len(actual["a.ts"]) >= 24


def test_members_of_random_types_are_those_that_the_compiler_reports() -> None:
    files = {f"{seed}.ts": Printer(Random(seed)).file(interfaces(Random(seed))) for seed in range(150)}
    expected, actual = compared({"lib.ts": LIBRARY, **files})
    assert expected == actual
    assert sum(len(here) for here in actual.values()) >= 300


@pytest.mark.parametrize("name", sorted(SPECIFICATIONS))
def test_generated_output_has_no_drift_against_itself(name: str) -> None:
    """Loosely and strictly, and the same type in two languages too, runtime and refusals aside."""
    artifacts = generated(SPECIFICATIONS[name], "typescript", "python")
    sides = {}
    for ending, read in ((".ts", typescript.read), (".py", python.read)):
        files = {each.path: each.text for each in artifacts if each.path.endswith(ending)}
        scope = Scope({path: read(text.encode()) for path, text in files.items()})
        assert list(scope.damaged) == []
        assert list(scope.unresolved()) == []
        sides[ending] = Resolver(scope).shapes()
        assert compare_all(sides[ending], sides[ending], Lens(strict=True)).edits == ()
    one, other = (
        [s for s in sides[ending] if "runtime" not in s.path and not s.name.endswith("Refusal")] for ending in sides
    )
    there, here = ({(s.name, s.path.count("/flows/")) for s in side} for side in (one, other))
    common = there & here
    assert len(common) >= 8
    old, new = (
        [s for s in side if (s.name, s.path.count("/flows/")) in common and _is_single(s, side)]
        for side in (one, other)
    )
    found = [each for each in told(compare_all(old, new)) if not each.startswith("Move ")]
    assert [each for each in found if not _is_of_nothing(each)] == []


def _is_single(shape: Shape, side: list[Shape]) -> bool:
    return sum(each.name == shape.name for each in side) == 1


def _is_of_nothing(told_edit: str) -> bool:
    """A field of a type that was never resolved takes nothing in Python, and must be there in TypeScript."""
    return told_edit.startswith("Update optional of")


STYLES = ("dataclass", "attrs", "msgspec", "typed")


def by_python(text: str) -> dict[str, list[tuple[str, bool]]]:
    """Fields by class, and whether each may be left out, as the classes themselves tell once they are made."""
    module = sys.modules["made"] = ModuleType("made")
    names: dict[str, Any] = vars(module)
    exec(text.replace("from pydantic import BaseModel, Field\n", ""), names)
    found = {}
    for name, made in names.items():
        if not isinstance(made, type) or made.__module__ != "made":
            continue
        if dataclasses.is_dataclass(made):
            fields = [(each.name, each.default is not dataclasses.MISSING) for each in dataclasses.fields(made)]
        elif hasattr(made, "__attrs_attrs__"):
            fields = [(each.name, each.default is None) for each in attrs.fields(made)]
        elif issubclass(made, msgspec.Struct):
            fields = [(each.name, not each.required) for each in msgspec.structs.fields(made)]
        else:
            hints = get_type_hints(made, names, include_extras=True)
            fields = [(field, get_origin(hint) is NotRequired) for field, hint in hints.items()]
        found[name] = sorted(fields)
    return found


def test_fields_of_python_are_those_that_its_classes_have() -> None:
    wrong = []
    for seed in range(200):
        random = Random(seed)
        found = tuple(
            Interface(
                each.name,
                tuple(
                    field
                    for field in sorted(each.fields, key=lambda field: field.optional)
                    if can_be_written(field.type)
                ),
            )
            for each in interfaces(random)
        )
        text = PythonPrinter(random, STYLES).file(found)
        reading = python.read(text.encode())
        actual = {
            each.name: sorted((member.name, member.optional) for member in each.members)
            for each in reading.declarations
        }
        wrong += [text] if actual != by_python(text) else []
    assert wrong == []


def cuts(text: str) -> list[str]:
    """``text`` ended behind every token, without each bracket, and with a merge marker before each line."""
    ends = [found.end() for found in re.finditer(r"[\w$]+|\S", text)]
    found = [text[:end] for end in ends]
    found += [text[: each.start()] + text[each.end() :] for each in re.finditer(r"[()\[\]{}]", text)]
    starts = [each.start() for each in re.finditer(r"^(?=.)", text, re.MULTILINE)]
    found += [f"{text[:at]}<<<<<<< HEAD\n{text[at:]}" for at in starts]
    found += [f"{text[:at]}=======\n{text[at:]}" for at in starts]
    return found


def test_a_broken_text_has_no_verdict() -> None:
    """Every file of an example, broken everywhere: unless the compiler's parser takes it, none of it is compared."""
    artifacts = generated(SPECIFICATIONS["library"], "typescript")
    texts = [cut for each in artifacts if "runtime" not in each.path for cut in cuts(each.text)]
    texts += cuts(PRELUDE + REDUCED)
    errors = asked({"texts": texts})
    wrong = [
        text
        for text, count in zip(texts, errors, strict=True)
        if count and typescript.read(text.encode()).damage is None
    ]
    assert [(text[-200:]) for text in wrong[:5]] == []
    assert sum(1 for count in errors if count) >= 2000


def test_a_broken_module_has_no_verdict() -> None:
    """The same for Python, whose own parser is the judge."""
    artifacts = generated(SPECIFICATIONS["library"], "python")
    texts = [cut for each in artifacts if "contexts/" in each.path for cut in cuts(each.text)]
    broken = 0
    for text in texts:
        reading = python.read(text.encode())
        try:
            compile(text, "a.py", "exec", dont_inherit=True)
        except SyntaxError:
            broken += 1
            assert reading.damage is not None, text[-300:]
        else:
            assert reading.damage is None, text[-300:]
    assert broken >= 300
