"""``moment conform`` reads what others write: the CloudEvents SDK, and the file exporter of OpenTelemetry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.http import to_structured_event
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from opentelemetry.exporter.otlp.json.file.trace_exporter import FileSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import SpanKind

from moment.behaviour.machine import Scope
from moment.behaviour.scenario import Scenario
from moment.behaviour.simulation import run_flow
from moment.model.domain import Domain
from moment.project.session import load
from tests.process.commands import run

LIBRARY = Path(__file__).parents[2] / "examples" / "library"


def told() -> tuple[Domain, tuple[Scenario, ...]]:
    domain = load(LIBRARY).domain()
    found = run_flow(domain.flows[0], domain, scope=Scope()).scenarios
    assert len(found) >= 4
    return domain, found


def conform(folder: Path, log: str) -> Any:
    ran = run(folder, "conform", log, str(LIBRARY), "--json")
    assert ran.err == ""
    return json.loads(ran.out)


def ends(answer: Any) -> dict[tuple[str, str | None], int]:
    return {(end["verdict"], end["outcome"]): end["runs"] for end in answer["flows"][0]["ends"]}


def expected(scenarios: tuple[Scenario, ...]) -> dict[tuple[str, str | None], int]:
    found: dict[tuple[str, str | None], int] = {}
    for each in scenarios:
        key = each.verdict.kind, each.verdict.outcome
        found[key] = found.get(key, 0) + 1
    return found


def cloud_events(scenarios: tuple[Scenario, ...]) -> Iterator[bytes]:
    for scenario in scenarios:
        for happened in scenario.trace.events:
            attributes = {
                "id": happened.id, "source": f"/{happened.event.context}", "type": happened.event.name,
                "specversion": "1.0", "time": datetime.fromisoformat(happened.at), "correlationid": scenario.id,
                "datacontenttype": "application/json",
            }  # fmt: skip
            event = CloudEvent(attributes=attributes, data=dict(happened.payload))
            yield to_structured_event(event, JSONFormat()).body


def test_a_log_of_the_cloudevents_sdk_conforms(tmp_path: Path) -> None:
    _, scenarios = told()
    lines = list(cloud_events(scenarios))
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    answer = conform(tmp_path, "log.jsonl")
    assert (answer["exit"], answer["counts"]["events"], answer["counts"]["replayed"]) == (0, len(lines), len(lines))
    assert ends(answer) == expected(scenarios)
    assert answer["payloads"] == answer["divergences"] == answer["aside"] == []


@pytest.mark.parametrize("as_events", [False, True])
def test_a_log_of_the_opentelemetry_sdk_conforms(tmp_path: Path, as_events: bool) -> None:
    """Events as producer spans, or as events within a span of the request."""
    _, scenarios = told()
    log = tmp_path / "log.jsonl"
    exporter = FileSpanExporter(log)
    providers = {}
    for context in ("Lending", "Fees"):
        providers[context] = TracerProvider(resource=Resource({"service.name": f"{context.lower()}-service"}))
        providers[context].add_span_processor(SimpleSpanProcessor(exporter))
    total = 0
    for scenario in scenarios:
        with providers["Lending"].get_tracer("test").start_as_current_span("POST /loans", kind=SpanKind.SERVER):
            for happened in scenario.trace.events:
                total += 1
                tracer = providers[happened.event.context].get_tracer("test")
                payload = {"data": json.dumps(dict(happened.payload))}
                if as_events:
                    with tracer.start_as_current_span("handle the message") as span:
                        span.add_event(happened.event.name, payload)
                else:
                    with tracer.start_as_current_span(
                        f"send {happened.event.name}", kind=SpanKind.PRODUCER, attributes=payload
                    ):
                        pass
    for provider in providers.values():
        provider.shutdown()
    answer = conform(tmp_path, "log.jsonl")
    assert (answer["exit"], answer["counts"]["replayed"], answer["counts"]["unchecked"]) == (0, total, 0)
    assert answer["counts"]["correlations"] == len(scenarios)
    assert ends(answer) == expected(scenarios)


def test_a_consumer_span_is_a_receipt(tmp_path: Path) -> None:
    _, scenarios = told()
    happy = scenarios[0]
    exporter = FileSpanExporter(tmp_path / "log.jsonl")
    lending = TracerProvider(resource=Resource({"service.name": "Lending"}))
    fees = TracerProvider(resource=Resource({"service.name": "Fees"}))
    for provider in (lending, fees):
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    names = [happened.event.name for happened in happy.trace.events]
    assert names == ["LoanStarted", "BookReturned", "FeeCharged"]
    with lending.get_tracer("test").start_as_current_span("a request"):
        for name in names[:2]:
            lending.get_tracer("test").start_span(f"send {name}", kind=SpanKind.PRODUCER).end()
        fees.get_tracer("test").start_span("process BookReturned", kind=SpanKind.CONSUMER).end()
        fees.get_tracer("test").start_span("send FeeCharged", kind=SpanKind.PRODUCER).end()
    lending.shutdown()
    fees.shutdown()
    answer = conform(tmp_path, "log.jsonl")
    assert (answer["exit"], answer["counts"]["replayed"]) == (0, 4)
    assert ends(answer) == {("completed", None): 1}
