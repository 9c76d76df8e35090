"""moment.toml to a ``Config``: every mistake in it at its place, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from moment.diagnostics.model import Diagnostic, Edit, Fix, Rule
from moment.project.config import Config, FlowSettings, ImplementationSettings, SimulateSettings
from moment.project.files import Files
from moment.project.places import Places
from moment.project.reading import decode
from moment.project.reading import load as read_bytes
from moment.project.rules import INVALID_CONFIGURATION
from moment.text.nearest import nearest
from moment.text.source import Source
from moment.text.span import Place

PATHS = "paths"
_SEVERITIES = ("info", "warning", "error", "off")
_TYPE_NAMES = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of strings",
}


def load(
    root: Path, files: Files, overrides: Mapping[str, Any]
) -> tuple[Config, tuple[Diagnostic, ...], Source | None]:
    """The settings of the project at ``root``, ``overrides`` (dotted key to value) before what its file says."""
    file = root / "moment.toml"
    if files.kind(file) != "file":
        config, findings = read(Source("moment.toml", ""), overrides)
        return config, findings, None
    data, unreadable = read_bytes(files, file, "moment.toml")
    if data is None:
        return Config(), (unreadable,) if unreadable else (), None
    source = decode(data, "moment.toml")
    config, findings = read(source, overrides)
    return config, findings, source


def read(source: Source, overrides: Mapping[str, Any]) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings of one text; with mistakes the defaults stand in for what is wrong."""
    import tomllib

    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return Config(), (_syntax_error(source, str(error)),)
    for path, value in overrides.items():
        table = data
        *folders, name = path.split(".")
        for folder in folders:
            inner = table.setdefault(folder, {})
            table = inner if isinstance(inner, dict) else {}
        table[name] = value
    places = Places(source)
    found: list[Diagnostic] = []
    config = _section(Config(), data, "", places, found)
    found.extend(_rule_findings(config.rules, places))
    found.extend(_implementation_findings(config.implementation, places))
    flows = dict(_flows(config.simulate, places, found))
    return replace(config, simulate=replace(config.simulate, flows=flows)), tuple(found)


def _flows(settings: SimulateSettings, places: Places, found: list[Diagnostic]) -> Iterator[tuple[str, FlowSettings]]:
    """What ``simulate.flows`` says of single flows, over what holds for all."""
    common = FlowSettings(**{item.name: getattr(settings, item.name) for item in fields(FlowSettings)})
    for name, table in settings.flows.items():
        path = f"simulate.flows.{name}"
        if isinstance(table, Mapping):
            yield name, _section(common, table, f"{path}.", places, found)
        else:
            found.append(_wrong_type(path, "a table", places))


def _implementation_findings(settings: ImplementationSettings, places: Places) -> Iterator[Diagnostic]:
    """Contexts without a list of globs, elements without ``file#Symbol``."""
    for name, patterns in settings.contexts.items():
        if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
            yield _wrong_type(f"implementation.contexts.{name}", "a list of strings", places)
    for name, symbol in settings.names.items():
        if not isinstance(symbol, str) or not all(symbol.partition("#")):
            yield _wrong_type(f"implementation.names.{name}", 'a symbol, `"src/file.ts#Name"`', places)


def _syntax_error(source: Source, message: str) -> Diagnostic:
    import re

    match = re.search(r"\(at line (\d+), column (\d+)\)", message)
    offset = len(source.text)
    if match:
        offset = source.line_starts[int(match[1]) - 1] + int(match[2]) - 1
    problem = re.sub(r"\s*\(at .*\)$", "", message)
    problem = problem[:1].lower() + problem[1:]
    place = Place(source.path, min(offset, len(source.text)), min(offset + 1, len(source.text)))
    return INVALID_CONFIGURATION.at(place, hint="Mend the TOML syntax.", problem=problem)


def _section(default: Any, data: Mapping[str, Any], prefix: str, places: Places, found: list[Diagnostic]) -> Any:
    """One section with the values that are right over ``default``."""
    known = {item.name.replace("_", "-"): item for item in fields(default)}
    values: dict[str, Any] = {}
    for name, value in data.items():
        path = prefix + name
        item = known.get(name)
        if item is None:
            found.append(_unknown_key(path, name, known, places))
            continue
        expected = getattr(default, item.name)
        if hasattr(expected, "__dataclass_fields__"):
            if isinstance(value, Mapping):
                values[item.name] = _section(expected, value, f"{path}.", places, found)
            else:
                found.append(_wrong_type(path, "a table", places))
        elif (good := _value(value, expected)) is None:
            found.append(_wrong_type(path, _TYPE_NAMES.get(type(expected), "a table"), places))
        elif wrong := _unknown_words(good, item.metadata["choices"]):
            found.append(_wrong_word(path, wrong[0], item.metadata["choices"], places))
        else:
            values[item.name] = good
    return replace(default, **values)


def _value(value: Any, expected: Any) -> Any:
    """The value in the type of the default; ``None`` when it has another."""
    match expected:
        case bool():
            return value if isinstance(value, bool) else None
        case float():
            return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
        case int():
            return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
        case str():
            return value if isinstance(value, str) else None
        case tuple():
            is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
            return tuple(value) if is_list else None
        case _:
            return value if isinstance(value, Mapping) else None


def _unknown_words(value: Any, choices: tuple[str, ...]) -> list[str]:
    """Those words of a value, or of a list of them, that are not among the choices."""
    words = value if isinstance(value, tuple) else (value,)
    return [str(word) for word in words if choices and word not in choices]


def _unknown_key(path: str, name: str, known: Mapping[str, Any], places: Places) -> Diagnostic:
    guess = nearest(name, known)
    place = places.key(path)
    hint = f"Did you mean `{guess}`?" if guess else f"Known keys here are {', '.join(f'`{key}`' for key in known)}."
    fixes = (Fix(f"write `{guess}`", (Edit(place, guess),), "safe"),) if guess else ()
    return INVALID_CONFIGURATION.at(place, hint=hint, fixes=fixes, problem=f"no key `{path}`")


def _wrong_type(path: str, expected: str, places: Places) -> Diagnostic:
    return INVALID_CONFIGURATION.at(
        places.value(path), hint=f"Write {expected}.", problem=f"`{path}` is not {expected}"
    )


def _wrong_word(path: str, word: str, choices: tuple[str, ...], places: Places) -> Diagnostic:
    guess = nearest(word, choices)
    listed = ", ".join(f'"{choice}"' for choice in choices)
    hint = f"Did you mean `{guess}`?" if guess else f"Write one of {listed}."
    return INVALID_CONFIGURATION.at(places.value(path), hint=hint, problem=f"`{path}` cannot be `{word}`")


def _rule_findings(rules: Mapping[str, Any], places: Places) -> Iterator[Diagnostic]:
    """Rules and areas that do not exist, severities that are none, errors that are switched off."""
    from moment.project.catalogue import rules as catalogue

    if not rules:
        return
    known = {word: rule for rule in catalogue() for word in (rule.code, rule.name)}
    for name, value in rules.items():
        if name == PATHS:
            yield from _path_findings(value, known, places)
        else:
            yield from _severity_findings(
                name, value, known, places.key(f"rules.{name}"), places.value(f"rules.{name}")
            )


def _severity_findings(
    name: str, value: Any, known: Mapping[str, Rule], key_place: Place, value_place: Place
) -> Iterator[Diagnostic]:
    if name not in known and name not in {word[:4] for word in known if word.startswith("MOM")}:
        guess = nearest(name, [*known, PATHS])
        hint = f"Did you mean `{guess}`?" if guess else "Run `moment explain --list` for all rules."
        yield INVALID_CONFIGURATION.at(key_place, hint=hint, problem=f"no rule `{name}`")
    elif value not in _SEVERITIES:
        yield INVALID_CONFIGURATION.at(
            value_place, hint="Write info, warning, error or off.", problem=f"`rules.{name}` is no severity"
        )
    elif value == "off" and name in known and known[name].severity.label == "error":
        yield INVALID_CONFIGURATION.at(
            value_place,
            hint="Lower it to warning or info, or suppress the finding at its place with a reason.",
            problem=f"error `{name}` cannot be switched off",
        )


def _path_findings(value: Any, known: Mapping[str, Rule], places: Places) -> Iterator[Diagnostic]:
    """``paths = [{ files = ["legacy/**"], set = { large-aggregate = "off" } }]``."""
    place = places.value(f"rules.{PATHS}")
    for entry in value if isinstance(value, list) else [None]:
        match entry:
            case {"files": [*patterns], "set": dict(chosen), **rest} if not rest and all(
                isinstance(pattern, str) for pattern in patterns
            ):
                for name, severity in chosen.items():
                    yield from _severity_findings(name, severity, known, place, place)
            case _:
                yield INVALID_CONFIGURATION.at(
                    place,
                    hint='Write `paths = [{ files = ["legacy/**"], set = { RULE = "off" } }]`.',
                    problem="`rules.paths` is no list of files and severities",
                )
