"""Types as code writes them: the nodes that both readers give, before and after their names are resolved.

A reader gives ``Name``, ``Query``, ``Lookup``, ``Keys`` and ``Mapped``; resolving turns them into ``Reference`` and
``Variable``, or into what they stand for. Everything else is the same in both.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from moment.text.span import Place

NOWHERE = Place("", 0, 0)

MemberKind: TypeAlias = OneOf["property", "method", "index", "call", "construct", "value"]


class Node(Struct, frozen=True, omit_defaults=True, gc=False):
    """A part of a shape; compared by value, written as JSON in the cache and in the log. Never part of a cycle."""


class Form(Node, frozen=True, tag_field="kind", tag=str.lower):
    """A type; ``kind`` is the lower-case name of its class."""


class Primitive(Form, frozen=True):
    """``string number boolean bigint symbol null undefined void unknown any never object this``."""

    name: str


class Literal(Form, frozen=True):
    """``text`` is the value as JSON: ``"x"``, ``1``, ``true``."""

    text: str


class Template(Form, frozen=True):
    """A template literal type: ``texts`` stand around ``items``, the places to fill, one more than these."""

    texts: tuple[str, ...]
    items: tuple[Type, ...]


class Name(Form, frozen=True):
    """A name as written, dotted; ``module`` is set for ``import('./a').A``."""

    path: str
    arguments: tuple[Type, ...] = ()
    module: str = ""


class Query(Form, frozen=True):
    """``typeof path``."""

    path: str


class Lookup(Form, frozen=True):
    """``object[index]``."""

    object: Type
    index: Type


class Keys(Form, frozen=True):
    """``keyof type``."""

    type: Type


class Mapped(Form, frozen=True):
    """``{ readonly [variable in keys]?: type }``; ``-`` takes the modifier away, the empty text leaves it."""

    variable: str
    keys: Type
    type: Type
    optional: OneOf["", "+", "-"] = ""
    readonly: OneOf["", "+", "-"] = ""
    text: str = ""


class Reference(Form, frozen=True):
    """A resolved name: the identity of an element, or the symbol's own name; ``symbol`` is ``file#Symbol``.

    ``target`` is what an alias stands for unless that is an object type, the values of an enum, and the members of a
    type that its file does not export; ``None`` when the name is all that is known. ``external`` names come from outside
    the files that were read.
    """

    name: str
    arguments: tuple[Type, ...] = ()
    target: Type | None = None
    external: bool = False
    is_enum: bool = False
    symbol: str = ""


class Brand(Form, frozen=True):
    """A primitive that only a cast makes: ``string & { readonly [brand]: 'UUID' }``, ``NewType("Money", Decimal)``."""

    name: str
    base: Type


class Variable(Form, frozen=True):
    """A type parameter of the shape (``depth`` 0) or of the function inside it (1 and more), by position."""

    position: int
    depth: int = 0


class Array(Form, frozen=True):
    item: Type
    readonly: bool = False


class Slot(Node, frozen=True):
    """One place of a tuple."""

    type: Type
    optional: bool = False
    rest: bool = False


class Tuple(Form, frozen=True):
    slots: tuple[Slot, ...]
    readonly: bool = False


class Union(Form, frozen=True):
    items: tuple[Type, ...]


class Intersection(Form, frozen=True):
    items: tuple[Type, ...]


class Object(Form, frozen=True):
    members: tuple[Member, ...]


class Argument(Node, frozen=True):
    """A parameter of a function; its name is kept for texts and never compared."""

    type: Type
    name: str = ""
    optional: bool = False
    rest: bool = False


class TypeParameter(Node, frozen=True):
    name: str
    constraint: Type | None = None
    default: Type | None = None


class Function(Form, frozen=True):
    arguments: tuple[Argument, ...]
    returns: Type
    parameters: tuple[TypeParameter, ...] = ()
    constructs: bool = False


class Opaque(Form, frozen=True):
    """What reading cannot reduce; ``reason`` completes "it is …"."""

    text: str
    reason: str


class Deprecation(Node, frozen=True):
    """``replacement`` is empty when none is named."""

    reason: str
    replacement: str = ""


class Member(Node, frozen=True):
    """A member of an interface, class, enum or object type.

    ``name`` is as in code, ``wire`` what it is called outside when that is another name. ``place`` covers the name,
    ``extent`` the declaration, ``type_place`` its type. ``inherited`` names the ancestor that declares it. ``implicit``
    marks an enum value that its position gives, and a property that the class computes. Of a method ``type`` is a ``Function``, of a value a ``Literal``.
    """

    name: str
    type: Type
    kind: MemberKind = "property"
    optional: bool = False
    readonly: bool = False
    deprecated: Deprecation | None = None
    wire: str = ""
    inherited: str = ""
    implicit: bool = False
    place: Place = NOWHERE
    extent: Place = NOWHERE
    type_place: Place = NOWHERE

    @property
    def label(self) -> str:
        """What a person calls it: the name, ``[index]``, ``call`` or ``construct``."""
        return self.name if self.kind not in ("index", "call", "construct") else f"[{self.kind}]"


Type: TypeAlias = (
    Primitive
    | Literal
    | Template
    | Name
    | Query
    | Lookup
    | Keys
    | Mapped
    | Reference
    | Brand
    | Variable
    | Array
    | Tuple
    | Union
    | Intersection
    | Object
    | Function
    | Opaque
)

STRING, NUMBER, BOOLEAN = Primitive("string"), Primitive("number"), Primitive("boolean")
NULL, UNDEFINED, UNKNOWN = Primitive("null"), Primitive("undefined"), Primitive("unknown")
NEVER = Primitive("never")
