"""One TypeScript module while it is written: its body, and the imports that the body turned out to need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moment.generate.escaping import comment, typescript_string
from moment.generate.naming import camel, is_property_name
from moment.generate.typescript import names
from moment.generate.typescript.homes import Home, Homes
from moment.model.domain import Annotation, Field, Reference, Type


class _Namespace(NamedTuple):
    alias: str
    module: str


class Module:
    """A module at ``path`` (without extension) of ``context``, or of a flow when that is ``None``.

    ``own`` are the names that the module and its siblings export.
    """

    def __init__(self, path: str, homes: Homes, context: str | None, own: frozenset[str]) -> None:
        self.path = path
        self.homes = homes
        self.context = context
        self.own = own
        self.lines: list[str] = []
        self._named: dict[str, set[str]] = {}
        self._namespaces: dict[_Namespace, bool] = {}

    def write(self, *lines: str, indent: int = 0) -> None:
        margin = "  " * indent
        self.lines.extend(margin + line if line else "" for line in lines)

    def doc(self, lines: Iterable[str], *, indent: int = 0) -> None:
        """A JSDoc comment of ``lines``, whose user text is escaped already; nothing for none."""
        found = list(lines)
        if len(found) == 1:
            self.write(f"/** {found[0]} */", indent=indent)
        elif found:
            self.write("/**", *(f" * {line}" for line in found), " */", indent=indent)

    def interface(self, name: str, fields: Iterable[Field], *, tag: str | None = None) -> None:
        """``export interface name`` with a member for each of ``fields``, verbatim, behind the literal ``tag``."""
        self.write(f"export interface {name} {{")
        if tag is not None:
            self.write(f"readonly _tag: {tag};", indent=1)
        for field in fields:
            self.doc(field_doc(field), indent=1)
            self.member(field)
        self.write("}")

    def member(self, field: Field) -> None:
        self.write(f"{self.property_text(field.name, field.type, optional=field.type.optional)};", indent=1)

    def property_text(self, name: str, type_: Type, *, optional: bool) -> str:
        return f"readonly {property_name(name)}{'?' if optional else ''}: {self.type_text(type_)}"

    def union(self, name: str, members: Iterable[str]) -> None:
        """``export type name`` as the union of distinct ``members``, one a line."""
        self.write(f"export type {name} =", *(f"  | {member}" for member in dict.fromkeys(members)))
        self.lines[-1] += ";"

    def type_text(self, type_: Type) -> str:
        """``readonly OrderLine[]``: the type in use here, without its optionality; ``unknown`` when unresolved."""
        single = self._single(type_)
        return f"readonly {single}[]" if type_.array else single

    def guard_text(self, type_: Type) -> str:
        """``m.array(OrderLineGuard)``: the guard of the type, without its optionality."""
        single = self._single_guard(type_)
        return f"m.array({single})" if type_.array else single

    def node_type(self, reference: Reference) -> str:
        """The type of an event or command; ``unknown`` when the name is not resolved."""
        home = self.homes.elements.get(reference.target) if reference.target is not None else None
        return "unknown" if home is None else self.home_type(home)

    def home_type(self, home: Home) -> str:
        if home.context != self.context:
            return f"{self.namespace(home.context)}.{home.type_name}"
        if home.module != self.path:
            self.named(home.module, home.type_name)
        return home.type_name

    def named(self, module: str, name: str) -> None:
        """Imports the type ``name`` of ``module``."""
        self._named.setdefault(module, set()).add(name)

    def runtime(self, name: str) -> str:
        """``m.name``, importing the runtime's types."""
        self._namespaces.setdefault(_Namespace("m", names.RUNTIME), False)
        return f"m.{name}"

    def runtime_value(self) -> None:
        """Imports the runtime for its functions and guards too."""
        self._namespaces[_Namespace("m", names.RUNTIME)] = True

    def namespace(self, context: str, *, value: bool = False) -> str:
        """The alias of another context's module; an own export of that name gives it a ``_``."""
        home = self.homes.domain.context[context]
        alias = names.namespace(home.name)
        if alias in self.own:
            alias += "_"
        key = _Namespace(alias, names.context_index(home.name))
        self._namespaces[key] = value or self._namespaces.get(key, False)
        return alias

    def text(self, extension: str) -> str:
        """The whole module without header; import paths end in ``extension``."""
        imports = list(self._imports(extension))
        body = [*imports, "", *self.lines] if imports and self.lines else [*imports, *self.lines]
        return "\n".join(body) + "\n"

    def _imports(self, extension: str) -> Iterable[str]:
        statements: list[tuple[str, int, str]] = []
        for (alias, module), value in self._namespaces.items():
            path = relative(self.path, module) + extension
            kind = "import" if value else "import type"
            statements.append((path, 0, f"{kind} * as {alias} from '{path}';"))
        for module, imported in self._named.items():
            path = relative(self.path, module) + extension
            statements.append((path, 1, f"import type {{ {', '.join(sorted(imported))} }} from '{path}';"))
        return [statement for _, _, statement in sorted(statements)]

    def _single(self, type_: Type) -> str:
        if type_.kind == "primitive":
            text = names.PRIMITIVES[type_.name]
            if text in names.IMPORTED_BY_NAME:
                self.named(names.RUNTIME, text)
            elif text.startswith("m."):
                self.runtime(text.removeprefix("m."))
            return text
        home = self.homes.of_type(type_)
        return "unknown" if home is None else self.home_type(home)

    def _single_guard(self, type_: Type) -> str:
        self.runtime_value()
        if type_.kind == "primitive":
            return names.PRIMITIVE_GUARDS[type_.name]
        home = self.homes.of_type(type_)
        if home is None:
            return "m.unknown"
        guard = names.guard(home.type_name)
        return guard if home.context == self.context else f"{self.namespace(home.context, value=True)}.{guard}"


def property_name(name: str) -> str:
    return name if is_property_name(name) else typescript_string(name)


def literals(words: Iterable[str]) -> str:
    """The union of ``words`` as literal types."""
    return " | ".join(typescript_string(word) for word in dict.fromkeys(words)) or "never"


def union(types: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(types)) or "never"


def field_doc(field: Field) -> Iterable[str]:
    """The annotations of a field and its deprecation, as JSDoc tags."""
    yield from annotation_doc(field.annotations)
    if field.deprecation is not None:
        reason = comment(field.deprecation.reason).rstrip(".")
        replacement = comment(field.deprecation.replacement).replace("`", "'")
        yield f"@deprecated {reason}. Use `{replacement}`."


def annotation_doc(annotations: Iterable[Annotation]) -> Iterable[str]:
    for annotation in annotations:
        yield f"@{camel(annotation.name)} {comment(annotation.value)}"


def relative(path: str, module: str) -> str:
    """How the module at ``path`` imports ``module``, both from the target's folder: ``../../runtime``."""
    here, there = path.split("/")[:-1], module.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    up = "../" * (len(here) - shared)
    return (up or "./") + "/".join(there[shared:])
