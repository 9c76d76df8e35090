"""Small implementations for tests: files of text to shapes, and the edits between two of them in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from moment.drift.compare import compare_all
from moment.drift.edits import Comparison
from moment.drift.modules import PathMapping
from moment.drift.normal import Lens
from moment.drift.reading import Reading
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope
from moment.drift.shape import Shape

PRELUDE = """
declare const brand: unique symbol;
export type UUID = string & { readonly [brand]: 'UUID' };
export interface T { readonly t: string; readonly t2: string }
export interface U { readonly u: string; readonly u2: number }
export interface A { readonly a1: string; readonly a2: string }
export interface B { readonly b1: string; readonly b2: string }
export interface C { readonly c1: string; readonly c2: string }
export interface R { readonly r1: string; readonly r2: string }
export interface X { readonly x1: string; readonly x2: string }
export interface Money { readonly amount: number; readonly currency: string }
"""


def reading(path: str, text: str) -> Reading:
    if path.endswith(".py"):
        from moment.drift.readers import python

        return python.read(text.encode())
    from moment.drift.readers import typescript

    return typescript.read(text.encode(), dialect="tsx" if path.endswith("x") else "ts")


def scope(files: Mapping[str, str], mappings: tuple[PathMapping, ...] = ()) -> Scope:
    return Scope({path: reading(path, text) for path, text in files.items()}, mappings)


def shapes(files: Mapping[str, str], mappings: tuple[PathMapping, ...] = ()) -> tuple[Shape, ...]:
    return Resolver(scope(files, mappings)).shapes()


def shape(text: str, name: str = "I", path: str = "a.ts") -> Shape:
    return next(each for each in shapes({path: text}) if each.name == name)


def told(comparison: Comparison) -> list[str]:
    """``Update type of I.a (wider)``, and ``unread I.a``, in the order found."""
    unread = [f"unread {each.symbol}{f'.{each.member}' if each.member else ''}" for each in comparison.unread]
    return [*(edit.label for edit in comparison.edits), *unread]


def difference(old: Mapping[str, str], new: Mapping[str, str], *, strict: bool = False) -> Comparison:
    return compare_all(shapes(old), shapes(new), Lens(strict))
