"""One Python module while it is written: its body, and the imports that the body turned out to need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from moment.generate.escaping import one_line, python_string
from moment.generate.naming import camel
from moment.generate.python import names
from moment.generate.python.homes import Homes
from moment.model.domain import Annotation, Field, Reference, Type

_PRIMITIVES: Mapping[str, tuple[str, str]] = {
    "string": ("builtins", "str"),
    "number": ("builtins", "float"),
    "boolean": ("builtins", "bool"),
    "UUID": ("uuid", "UUID"),
    "DateTime": ("datetime", "datetime"),
    "Date": ("datetime", "date"),
}
_GUARDS = {
    "string": "string", "number": "number", "boolean": "boolean", "UUID": "uuid_", "DateTime": "date_time",
    "Date": "calendar_date", "Money": "money",
}  # fmt: skip


class Line(NamedTuple):
    """A field of a class: name on the wire, attribute, type, whether it may be absent, and what is said about it."""

    wire: str
    attribute: str
    type: Type
    optional: bool
    note: str = ""

    @property
    def may_lack(self) -> bool:
        """A type that was never resolved takes any value, and none."""
        return self.optional or (self.type.kind == "unknown" and not self.type.array)


class Module:
    """``taken`` are all names that the module's classes, aliases and attributes have: imports stay out of their way."""

    def __init__(self, homes: Homes, context: str | None, taken: frozenset[str]) -> None:
        self.homes = homes
        self.context = context
        self.taken = taken
        self.lines: list[str] = []
        self._imports: dict[tuple[str, str], str] = {}
        self._mirrored: dict[str, None] = {}
        self._had_class = False
        self._contexts = frozenset(names.context_module(each.name) for each in homes.domain.contexts)

    def write(self, *lines: str, indent: int = 0) -> None:
        margin = "    " * indent
        self.lines.extend(margin + line if line else "" for line in lines)

    def begin(self) -> None:
        """The two empty lines before a class."""
        if self.lines:
            self.write("", "")
        self._had_class = True

    def protocol(self, name: str, doc: Iterable[str]) -> None:
        """The head of a class that an implementation fulfils."""
        self.begin()
        self.write(f"class {name}({self.name('typing', 'Protocol')}):")
        self.docstring(doc)

    def property(self, name: str, type_: str) -> None:
        self.write("", f"@{self.name('builtins', 'property')}", f"def {name}(self) -> {type_}: ...", indent=1)

    def alias(self, name: str, type_: str, *, is_later: bool = False) -> None:
        """``name: TypeAlias = type``; as a string when ``type_`` names what is only there ``is_later``."""
        if self._had_class:
            self.write("", "")
            self._had_class = False
        self.write(f"{name}: {self.name('typing', 'TypeAlias')} = {python_string(type_) if is_later else type_}")

    def is_here(self, reference: Reference) -> bool:
        """Whether the event or command is declared by this module, or by none."""
        home = self.homes.elements.get(reference.target) if reference.target is not None else None
        return home is None or home.context == self.context

    def name(self, module: str, name: str) -> str:
        """``name`` of ``module``, imported; with ``_`` before it where something here is called the same."""
        alias = f"_{name}" if name in self.taken or name in self._contexts else name
        if module != "builtins" or alias != name:
            self._imports[module, name] = alias
        return alias

    def runtime(self, name: str) -> str:
        """``m.name``."""
        alias = "_m" if "m" in self.taken or "m" in self._contexts else "m"
        self._imports["..", names.RUNTIME] = alias
        return f"{alias}.{name}"

    def literal(self, words: Iterable[str]) -> str:
        """``Literal["Draft", "Submitted"]``; ``Never`` without words."""
        found = ", ".join(python_string(word) for word in dict.fromkeys(words))
        return f"{self.name('typing', 'Literal')}[{found}]" if found else self.name("typing", "Never")

    def type_text(self, type_: Type) -> str:
        """``tuple[OrderLine, ...]``: the type in use here, without its optionality; ``object`` when unresolved."""
        single = self._single(type_)
        return f"{self.name('builtins', 'tuple')}[{single}, ...]" if type_.array else single

    def guard_text(self, type_: Type) -> str:
        """``m.array(m.record(OrderLine))``, where names of this module mean themselves."""
        single = self._guard(type_)
        return f"{self.runtime('array')}({single})" if type_.array else single

    def node_type(self, reference: Reference) -> str:
        """The class of an event or command; ``object`` when the name is not resolved."""
        home = self.homes.elements.get(reference.target) if reference.target is not None else None
        return self.name("builtins", "object") if home is None else self._home(home.context, home.type_name)

    def union(self, references: Iterable[Reference]) -> str:
        found = dict.fromkeys(self.node_type(reference) for reference in references)
        return " | ".join(found) or self.name("builtins", "object")

    def record(self, name: str, lines: Sequence[Line], *, tag: str | None = None, doc: Sequence[str] = ()) -> None:
        """A frozen dataclass with a field for each of ``lines``, which reads and writes the wire."""
        self.begin()
        self.write(f"@{self.name('dataclasses', 'dataclass')}(frozen=True, slots=True, kw_only=True)")
        self.write(f"class {name}({self.runtime('Record')}):")
        if self.docstring(doc) and (lines or tag is not None):
            self.write("")
        if tag is not None:
            self.tag(tag)
        for line in lines:
            ending = " | None = None" if line.may_lack else ""
            self.write(f"{line.attribute}: {self._type_in(lines, line.type)}{ending}", indent=1)
            if line.note:
                self.write(docstring(line.note), indent=1)
        if lines:
            self._members(lines)
        elif tag is None and not doc:
            self.write("pass", indent=1)

    def tag(self, tag: str) -> None:
        """What the class is called in the specification."""
        variable, literal = self.name("typing", "ClassVar"), self.literal([tag])
        self.write(f"tag: {variable}[{literal}] = {python_string(tag)}", indent=1)

    def _members(self, lines: Sequence[Line]) -> None:
        member = self.runtime("Member")
        self.write("", f"@{self.name('builtins', 'classmethod')}", indent=1)
        self.write(f"def members_(cls) -> {self.name('builtins', 'tuple')}[{member}, ...]:", "    return (", indent=1)
        for line in lines:
            optional = ", optional=True" if line.may_lack else ""
            attribute, guard = python_string(line.attribute), self.guard_text(line.type)
            self.write(f"{member}({python_string(line.wire)}, {attribute}, {guard}{optional}),", indent=3)
        self.write(")", indent=2)

    def _type_in(self, lines: Sequence[Line], type_: Type) -> str:
        """The type inside a class: a class of this module that an attribute there is called after has a second name."""
        text = self.type_text(type_)
        home = self.homes.of_type(type_)
        if home is None or home.context != self.context or all(home.type_name != each.attribute for each in lines):
            return text
        self._mirrored[home.type_name] = None
        return text.replace(home.type_name, f"_{home.type_name}")

    def docstring(self, lines: Iterable[str], *, indent: int = 1) -> bool:
        """A docstring of ``lines``, whose user text is on one line each; whether there are any."""
        found = list(lines)
        if len(found) == 1:
            self.write(docstring(found[0]), indent=indent)
        elif found:
            escaped = [_in_docstring(line) for line in found]
            self.write(f'"""{escaped[0]}', "", *escaped[1:], '"""', indent=indent)
        return bool(found)

    def text(self, head: str) -> str:
        """The whole module without the header of generated files."""
        body = list(self.lines)
        if self._mirrored:
            body += ["", "", *(f"_{name}: {self.name('typing', 'TypeAlias')} = {name}" for name in self._mirrored)]
        imports = self._statements()
        gap = ["", ""] if imports else []
        lines = [docstring(head), "", "from __future__ import annotations", "", *imports, *gap, *body]
        return "\n".join(lines).rstrip("\n") + "\n"

    def _statements(self) -> list[str]:
        """Imports in the order of isort: standard library, then packages from afar to near, renamed ones on their own."""
        lines: list[str] = []
        modules = dict.fromkeys(module for module, _ in self._imports)
        for module in sorted(modules, key=lambda each: (each.startswith("."), not each.startswith(".."), each)):
            if module.startswith(".") and lines and not lines[-1].startswith("from ."):
                lines.append("")
            found = sorted((name, alias) for (owner, name), alias in self._imports.items() if owner == module)
            plain = [name for name, alias in found if name == alias]
            lines += [f"from {module} import {', '.join(plain)}"] if plain else []
            lines += [f"from {module} import {name} as {alias}" for name, alias in found if name != alias]
        return lines

    def _single(self, type_: Type) -> str:
        if type_.kind == "primitive":
            if type_.name == "Money":
                return self.runtime("Money")
            return self.name(*_PRIMITIVES[type_.name])
        home = self.homes.of_type(type_)
        return self.name("builtins", "object") if home is None else self._home(home.context, home.type_name)

    def _guard(self, type_: Type) -> str:
        if type_.kind == "primitive":
            return self.runtime(_GUARDS[type_.name])
        home = self.homes.of_type(type_)
        if home is None:
            return self.runtime("unknown")
        reader = "enum" if type_.target in self.homes.domain.enum else "record"
        return f"{self.runtime(reader)}({self._home(home.context, home.type_name)})"

    def _home(self, context: str, type_name: str) -> str:
        if context == self.context:
            return type_name
        module = names.context_module(self.homes.domain.context[context].name)
        package = "." if self.context is not None else f"..{names.CONTEXTS}"
        alias = f"{module}_" if module in self.taken else module
        self._imports[package, module] = alias
        return f"{alias}.{type_name}"


def docstring(text: str) -> str:
    """``text`` as a docstring of one line."""
    return f'"""{_in_docstring(text)}"""'


def _in_docstring(text: str) -> str:
    escaped = one_line(text).replace("\\", "\\\\")
    return escaped.replace('"', '\\"') if '"""' in escaped or escaped.endswith('"') else escaped


def field_line(field: Field) -> Line:
    """A field as a line of a class, with its deprecation and annotations as a note."""
    notes = list(annotation_notes(field.annotations))
    if field.deprecation is not None:
        reason = one_line(field.deprecation.reason).rstrip(".")
        notes.append(f"Deprecated: {reason}. Use `{one_line(field.deprecation.replacement)}`.")
    return Line(field.name, names.member(field.name), field.type, field.type.optional, " ".join(notes))


def annotation_notes(annotations: Iterable[Annotation]) -> Iterable[str]:
    for annotation in annotations:
        yield f"@{camel(annotation.name)} {one_line(annotation.value)}".rstrip()
