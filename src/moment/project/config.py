"""The keys of moment.toml: name, type, default and meaning of each stand here and nowhere else.

A section is a frozen dataclass; a field is a key, its default says its type. ``_`` in a name is ``-`` in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from moment.generate import TARGETS

EMPTY: Mapping[str, Any] = MappingProxyType({})


def key(default: Any, doc: str, *, choices: tuple[str, ...] = (), example: str = "") -> Any:
    """A key with its default, its one-line meaning, the words it accepts and an example."""
    metadata = {"doc": doc, "choices": choices, "example": example}
    if isinstance(default, Mapping):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class CheckSettings:
    fail_on: str = key("error", "lowest severity that gives exit 1", choices=("error", "warning", "info"))
    behaviour: bool = key(True, "the rules that only a run can find broken")
    seconds: float = key(2.0, "time for the runs of all flows together")


@dataclass(frozen=True, slots=True)
class TypescriptSettings:
    out: str = key("", "folder of the output; empty: below `generate.out`", example='"packages/domain/src/generated"')
    refusals: str = key("return", "how a command refuses", choices=("return", "throw"))
    extension: str = key(".js", "file extension of imports", choices=(".js", ".ts", ""))


@dataclass(frozen=True, slots=True)
class GherkinSettings:
    out: str = key("", "folder of the output; empty: below `generate.out`")
    steps: str = key("cucumber-js", "step definitions that are written", choices=("cucumber-js", "none"))


@dataclass(frozen=True, slots=True)
class MarkdownSettings:
    out: str = key("", "folder of the output; empty: below `generate.out`")
    templates: str = key("", "folder of your own templates, each replacing the built-in one of its name")


@dataclass(frozen=True, slots=True)
class AsyncapiSettings:
    out: str = key("", "folder of the output; empty: below `generate.out`")
    version: str = key("3.0.0", "version of AsyncAPI", choices=("3.0.0", "3.1.0"))
    events: str = key("crossing", "which events are described", choices=("crossing", "all"))


@dataclass(frozen=True, slots=True)
class PythonSettings:
    out: str = key("", "folder of the output; empty: below `generate.out`")
    package: str = key("", "name of the package; empty: `<project>_domain`", example='"shop_domain"')


@dataclass(frozen=True, slots=True)
class PlainSettings:
    """A target with nothing to set but its folder."""

    out: str = key("", "folder of the output; empty: below `generate.out`")


@dataclass(frozen=True, slots=True)
class GenerateSettings:
    targets: tuple[str, ...] = key(
        ("typescript", "vitest", "gherkin", "markdown", "asyncapi", "facet"),
        "what a bare `moment generate` makes",
        choices=tuple(TARGETS),
    )
    out: str = key("generated", "folder of all outputs, each target in a folder of its own name")
    bindings: str = key("bindings", "folder of the files that you write")
    typescript: TypescriptSettings = field(default_factory=TypescriptSettings)
    vitest: PlainSettings = field(default_factory=PlainSettings)
    gherkin: GherkinSettings = field(default_factory=GherkinSettings)
    markdown: MarkdownSettings = field(default_factory=MarkdownSettings)
    asyncapi: AsyncapiSettings = field(default_factory=AsyncapiSettings)
    jsonschema: PlainSettings = field(default_factory=PlainSettings)
    python: PythonSettings = field(default_factory=PythonSettings)
    pytest: PlainSettings = field(default_factory=PlainSettings)
    facet: PlainSettings = field(default_factory=PlainSettings)
    cucumber_json: PlainSettings = field(default_factory=PlainSettings)
    derive: PlainSettings = field(default_factory=PlainSettings)


@dataclass(frozen=True, slots=True)
class FaultSettings:
    lose: int = key(0, "messages that may be lost")
    duplicate: int = key(1, "messages that may arrive twice")
    refuse: int = key(1, "preconditions in words that may fail")
    timeout: int = key(1, "sagas that may time out")
    crash: int = key(0, "contexts that may crash")
    drift: int = key(0, "contract fields that the producer may drop")


@dataclass(frozen=True, slots=True)
class LimitSettings:
    states: int = key(2_000_000, "states explored at most")
    seconds: float = key(10.0, "time for one flow at most")
    megabytes: int = key(500, "memory of the process at most")
    walks: int = key(0, "walks through every flow; 0: only beyond the limits, while there is time")


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """How one flow is run: what ``simulate.flows`` may say of it."""

    faults: FaultSettings = field(default_factory=FaultSettings)
    max_faults: int = key(1, "faults in one run at most")
    instances: int = key(1, "instances of a flow that run side by side")
    seed: int = key(1, "of all payloads")
    limits: LimitSettings = field(default_factory=LimitSettings)


@dataclass(frozen=True, slots=True)
class SimulateSettings(FlowSettings):
    strict: bool = key(False, "a bad run with faults gives exit 1 too")
    out: str = key("facet.json", "where the scenarios are written")
    flows: Mapping[str, Any] = key(
        EMPTY, "any of these but `strict` and `out` for one flow", example="{ order = { instances = 2 } }"
    )

    def of_flow(self, name: str) -> FlowSettings:
        """What holds for one flow."""
        found = self.flows.get(name, self)
        assert isinstance(found, FlowSettings)
        return found


@dataclass(frozen=True, slots=True)
class ImplementationSettings:
    include: tuple[str, ...] = key(
        ("src/**/*.{ts,tsx,mts,cts,py}",), "code that implements the specification, as globs", example='["app/**/*.py"]'
    )
    exclude: tuple[str, ...] = key(
        (
            "**/*.d.{ts,mts,cts}", "**/*.{test,spec}.{ts,tsx,mts,cts}", "**/{test,tests,__tests__}/**", "**/test_*.py",
            "**/*_test.py", "**/conftest.py",
        ),
        "globs that are left out",
    )  # fmt: skip
    contexts: Mapping[str, Any] = key(
        EMPTY, "which files belong to a context, as globs", example='{ "Ordering" = ["src/ordering/**"] }'
    )
    names: Mapping[str, Any] = key(
        EMPTY,
        "which symbol implements an element, where its name does not say so",
        example='{ "Ordering/Order/PlaceOrder" = "src/api.ts#PlaceOrderDto" }',
    )


@dataclass(frozen=True, slots=True)
class DriftSettings:
    strict: bool = key(False, "differences of mere representation count too")
    unmodelled: str = key(
        "info", "exported symbols that the specification does not know", choices=("info", "ignore", "drift")
    )
    fail_on: str = key("drift", "what gives exit 1", choices=("drift", "breaking", "never"))


@dataclass(frozen=True, slots=True)
class EventSettings:
    publish: bool = key(False, "every command writes what it did to `.complai/events/moment`")


@dataclass(frozen=True, slots=True)
class AuthSettings:
    authority: str = key(
        "", "server at which `moment auth login` signs in; empty: the Git host", example='"https://id.shop.example"'
    )
    client_id: str = key("", "what this application is called there", example='"Iv1.0123456789abcdef"')
    scope: str = key("", "what the token is for", example='"repo"')
    hosts: tuple[str, ...] = key(
        (), "Git hosts that take its tokens; empty: the authority's", example='["git.shop.example"]'
    )


@dataclass(frozen=True, slots=True)
class Config:
    """All of moment.toml. ``rules`` goes from code, rule name or area (``MOM6``) to a severity."""

    name: str = key("", "name of the project; empty: the folder's name", example='"shop"')
    version: str = key("0.0.0", "version of the model")
    description: str = key("", "one sentence about the model")
    sources: tuple[str, ...] = key(("**/*.moment",), "specifications, as globs", example='["specs/**/*.moment"]')
    exclude: tuple[str, ...] = key((), "globs that are left out", example='["specs/drafts/**"]')
    check: CheckSettings = field(default_factory=CheckSettings)
    rules: Mapping[str, Any] = key(
        EMPTY, "severity of a rule or area: info, warning, error or off", example='event-not-in-past-tense = "off"'
    )
    generate: GenerateSettings = field(default_factory=GenerateSettings)
    simulate: SimulateSettings = field(default_factory=SimulateSettings)
    implementation: ImplementationSettings = field(default_factory=ImplementationSettings)
    drift: DriftSettings = field(default_factory=DriftSettings)
    events: EventSettings = field(default_factory=EventSettings)
    auth: AuthSettings = field(default_factory=AuthSettings)


def keys(section: type, prefix: str = "") -> dict[str, tuple[Any, Mapping[str, Any]]]:
    """Every key below a section, dotted, with its default and its metadata."""
    found: dict[str, tuple[Any, Mapping[str, Any]]] = {}
    default = section()
    for item in fields(section):
        name = prefix + item.name.replace("_", "-")
        value = getattr(default, item.name)
        if hasattr(value, "__dataclass_fields__"):
            found.update(keys(type(value), f"{name}."))
        else:
            found[name] = value, item.metadata
    return found


def section(settings: GenerateSettings, name: str) -> Any:
    """The settings of one target; ``None`` for one that has none."""
    return getattr(settings, name.replace("-", "_"), None)


def folder(settings: GenerateSettings, name: str) -> str:
    """Where a target writes: its own ``out``, else a folder of its name below the common one."""
    own = getattr(section(settings, name), "out", "")
    return own or f"{settings.out}/{name}"
