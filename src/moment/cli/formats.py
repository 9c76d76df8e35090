"""The published JSON formats, and the JSON Schema of each, made from the type that writes it."""

from __future__ import annotations

from typing import Any

# A format's name and the module and type that write it. One line here publishes a format: `make docs` writes its
# schema and `moment explain NAME` prints it.
FORMATS: dict[str, tuple[str, str]] = {
    "moment.affected/1": ("moment.derive.wire", "Impact"),
    "moment.catalogue/1": ("moment.derive.wire", "Catalogue"),
    "moment.check/1": ("moment.diagnostics.json", "Check"),
    "moment.conform/1": ("moment.behaviour.conform.wire", "ConformDocument"),
    "moment.comparison/1": ("moment.cli.commands.sync_compare", "ComparisonDocument"),
    "moment.document/1": ("moment.generate.markdown.shapes", "Document"),
    "moment.proposals/1": ("moment.cli.commands.sync_propose", "ProposalsDocument"),
    "moment.push/1": ("moment.cli.pushing", "PushDocument"),
    "moment.status/1": ("moment.cli.standing", "StatusDocument"),
    "moment.drift/1": ("moment.sync.documents", "DriftDocument"),
    "moment.auth/1": ("moment.cli.signing", "AuthDocument"),
    "moment.behaviour-diff/1": ("moment.behaviour.difference_document", "DifferenceDoc"),
    "moment.error/1": ("moment.diagnostics.json", "Error"),
    "moment.fold/1": ("moment.sift.documents", "FoldDocument"),
    "moment.import/1": ("moment.upstream.documents", "ImportDocument"),
    "moment.reconcile/1": ("moment.sync.reconcile_document", "ReconcileDocument"),
    "moment.publication/1": ("moment.sift.documents", "PublicationDocument"),
    "moment.find/1": ("moment.cli.commands.find", "Find"),
    "moment.glossary/1": ("moment.derive.wire", "GlossaryDocument"),
    "moment.impact/1": ("moment.derive.wire", "ImpactGraph"),
    "moment.facet/1": ("moment.behaviour.wire", "Bundle"),
    "moment.live/1": ("moment.facet.messages", "Message"),
    "moment.lineage/1": ("moment.derive.wire", "Lineage"),
    "moment.policies/1": ("moment.derive.wire", "Policies"),
    "moment.sagas/1": ("moment.derive.wire", "Sagas"),
    "moment.rollback/1": ("moment.cli.commands.sync_rollback", "RollbackDocument"),
    "moment.snapshot/1": ("moment.cli.commands.sync_snapshot", "SnapshotDocument"),
    "moment.sync-state/1": ("moment.sync.summary", "SyncStateDocument"),
    "moment.tables/1": ("moment.behaviour.wire_tables", "Tables"),
    "moment.test/1": ("moment.cli.tested", "TestDocument"),
    "moment.topology/1": ("moment.derive.wire", "Topology"),
    "moment.model/1": ("moment.model.document", "Model"),
    "moment.plan/1": ("moment.cli.commands.generate", "PlanDocument"),
}


def schema(name: str) -> str:
    """The JSON Schema (2020-12) of format ``name``; equal types give equal text. KeyError for an unknown name."""
    import json
    from importlib import import_module

    import msgspec

    module, type_name = FORMATS[name]
    written = _cleaned(msgspec.json.schema(getattr(import_module(module), type_name)))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return json.dumps(head | written, indent=2, ensure_ascii=False) + "\n"


def _cleaned(value: Any) -> Any:
    """The schema with descriptions as newer Pythons keep docstrings: without their indentation."""
    from inspect import cleandoc

    if isinstance(value, dict):
        cleaned = {name: _cleaned(inner) for name, inner in value.items()}
        if isinstance(value.get("description"), str):
            cleaned["description"] = cleandoc(value["description"])
        return cleaned
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value


def file_name(name: str) -> str:
    """The file in ``docs/schemas`` that holds the schema: ``moment.check/1`` is ``moment.check.1.schema.json``."""
    return f"{name.replace('/', '.')}.schema.json"
