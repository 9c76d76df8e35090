"""The document as Markdown: templates of ours, or of the user's where there are any, in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from moment.diagnostics.summary import counted
from moment.generate.artifact import Artifact, Inputs, RenderError, Template
from moment.generate.header import with_header
from moment.generate.markdown import escaping
from moment.generate.markdown.document import document
from moment.generate.naming import stem
from moment.generate.rules import TEMPLATE_FAILED
from moment.model.domain import Domain
from moment.text import mermaid
from moment.text.nearest import nearest
from moment.text.span import Place

NAME = "markdown"
SUFFIX = ".md.j2"
TEMPLATES = (
    "document", "flow", "moment", "crossing", "context", "aggregate", "saga", "policy", "catalogue", "deprecations",
    "glossary",
)  # fmt: skip


def render(domain: Domain, inputs: Inputs) -> tuple[Artifact, ...]:
    """One document; ``RenderError`` when a user's template fails or replaces nothing."""
    _known(inputs.templates)
    spec = document(domain, inputs)
    try:
        text = _environment(inputs.templates).get_template(f"document{SUFFIX}").render(spec=spec)
    except Exception as error:  # whatever a user's template does is the user's to mend
        if not inputs.templates:
            raise
        raise _failure(error, inputs.templates) from error
    body = _tidy(text)
    path = f"{inputs.out[NAME]}/{stem(f'{inputs.project} spec')}.md"
    return (
        Artifact(
            path,
            NAME,
            "generated",
            with_header(body, target=NAME, sources=inputs.sources, syntax="<!--"),
            inputs.sources,
        ),
    )


class _Loader(BaseLoader):
    """The user's templates, then ours; nothing else can be included."""

    def __init__(self, own: Mapping[str, Template]) -> None:
        self._own = own

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        if template in self._own:
            return self._own[template].text, self._own[template].path, None
        if template.removesuffix(SUFFIX) not in TEMPLATES:
            raise TemplateNotFound(template)
        return _built_in(template), None, None


@cache
def _built_in(name: str) -> str:
    return files("moment.generate.markdown").joinpath("templates", name).read_text(encoding="utf-8")


def _environment(own: Mapping[str, Template]) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Loader(own), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters.update(text=escaping.text, code=escaping.code, diagram=mermaid.label, counted=counted)
    return environment


def _known(templates: Mapping[str, Template]) -> None:
    """A file that replaces no template is a mistake in its name."""
    for name, template in templates.items():
        if name.removesuffix(SUFFIX) not in TEMPLATES or not name.endswith(SUFFIX):
            guess = nearest(name, [f"{each}{SUFFIX}" for each in TEMPLATES])
            hint = (
                f"Did you mean `{guess}`?" if guess else f"Templates are {', '.join(TEMPLATES)}, each with `{SUFFIX}`."
            )
            place = Place(template.path, 0, 0)
            raise RenderError(
                TEMPLATE_FAILED.at(place, hint=hint, path=template.path, reason="it replaces no template")
            )


def _failure(error: Exception, own: Mapping[str, Template]) -> RenderError:
    """The finding at the file and line of the user's template in which ``error`` came up."""
    paths = {template.path: template for template in own.values()}
    found: tuple[Template, int] | None = None
    if isinstance(error, TemplateSyntaxError):
        name = error.filename or ""
        template = paths.get(name) or own.get(error.name or "")
        found = (template, error.lineno) if template is not None else None
    trace = error.__traceback__
    while trace is not None:
        template = paths.get(trace.tb_frame.f_code.co_filename)
        if template is not None:
            found = template, trace.tb_lineno
        trace = trace.tb_next
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        reason = f"it includes `{error.name}`, and only templates can be included"
    if found is None:
        first = next(iter(own.values()), Template("templates", ""))
        found = first, 1
    template, line = found
    start = sum(len(each) + 1 for each in template.text.split("\n")[: line - 1])
    length = len(template.text.split("\n")[line - 1]) if line <= template.text.count("\n") + 1 else 0
    hint = "The value `spec` is described by `moment explain moment.document/1`."
    place = Place(template.path, start, start + length)
    return RenderError(TEMPLATE_FAILED.at(place, hint=hint, path=f"{template.path}:{line}", reason=reason))


def _tidy(text: str) -> str:
    """At most one empty line between two others outside fences, none at the ends."""
    lines: list[str] = []
    is_fenced = False
    for line in text.split("\n"):
        is_fenced ^= line.startswith("```")
        stripped = line.rstrip()
        if is_fenced or stripped or (lines and lines[-1]):
            lines.append(line if is_fenced else stripped)
    return "\n".join(lines).strip("\n") + "\n"
