"""Exports read back by readers that are not ours, and compared with facet.json."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.formats.json import JSONFormat
from gherkin.parser import Parser
from google.protobuf import json_format
from itf_py import Trace, trace_from_json  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status, TracesData
from opentelemetry.proto_json.trace.v1 import trace as otlp_json

from moment.behaviour.export import EXPORTS, export, export_each
from moment.behaviour.export.mermaid import MESSAGES
from moment.behaviour.simulation import simulate
from moment.text.lines import one_line
from tests.conformance.judged import generated
from tests.conformance.mermaid import draw
from tests.conformance.simulated import TEXTS, Simulated, all_simulated, simulated
from tests.conformance.test_markdown import _squeezed
from tests.unit.behaviour.models import CONTEXTS, domain_of

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
NAMES = pytest.mark.parametrize("name", TEXTS)


def test_enough_is_judged() -> None:
    scenarios = [scenario for each in all_simulated() for scenario in each.scenarios]
    assert {"library", "hospital", "hostile", "every"} <= TEXTS.keys()
    assert len(scenarios) >= 300
    kinds = Counter(step["kind"] for scenario in scenarios for step in scenario["steps"])
    assert kinds.keys() >= {
        "handle", "refuse", "publish", "deliver", "choose", "skip", "end", "policy", "service", "saga", "undo", "timeout",
        "lose", "duplicate", "crash", "drift",
    }  # fmt: skip


@pytest.mark.parametrize("format", EXPORTS)
def test_the_same_simulation_gives_the_same_bytes(format: str) -> None:
    found = simulated("library")
    again = simulate(found.simulation.domain, faults=dict(found.simulation.scope.budgets))
    assert export(format, again, found.origin) == found.as_format(format)


# CloudEvents: the SDK of the CloudEvents project


def cloudevents(found: Simulated) -> list[BaseCloudEvent]:
    return [JSONFormat().read(None, line) for line in found.as_format("cloudevents").splitlines()]


@NAMES
def test_cloudevents_are_the_events_of_facet_json(name: str) -> None:
    found = simulated(name)
    read = [
        (event.get_id().rpartition("/")[2], event.get_type().rpartition(".")[2], event.get_time(), event.get_data())
        for event in cloudevents(found)
    ]
    told = [
        (event["eventId"], event["eventType"], datetime.fromisoformat(event["timestamp"]), event["payload"])
        for scenario in found.scenarios
        for event in scenario["events"]
    ]
    assert read == told


@NAMES
def test_cloudevents_tell_their_causes_and_their_run(name: str) -> None:
    found = simulated(name)
    read = iter(cloudevents(found))
    seen: set[str] = set()
    correlations: set[str] = set()
    for scenario in found.scenarios:
        ids: dict[str, str] = {}
        of_instance: dict[str, str] = {}
        for event in scenario["events"]:
            one = next(read)
            ids[event["eventId"]] = one.get_id()
            causes = [ids[each] for each in event["causationEventIds"]]
            assert one.get_extension("causationid") == (causes[-1] if causes else None)
            assert one.get_extension("causationids") == (",".join(causes) if len(causes) > 1 else None)
            correlation = one.get_extension("correlationid")
            assert of_instance.setdefault(event["correlationId"], correlation) == correlation
            assert unquote(correlation.rpartition("/")[2]) == event["correlationId"]
        assert not seen & set(ids.values())
        assert not correlations & set(of_instance.values())
        seen.update(ids.values())
        correlations.update(of_instance.values())
    assert next(read, None) is None
    assert correlations


@NAMES
def test_cloudevents_keep_the_rules_for_attributes(name: str) -> None:
    """Extension names and required members are the SDK's to judge; it leaves URIs and characters to others."""
    is_uri = jsonschema.Draft202012Validator(
        {"type": "string", "format": "uri"}, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).is_valid
    assert not is_uri("no uri")
    for event in cloudevents(simulated(name)):
        attributes = event.get_attributes()
        assert is_uri(event.get_source())
        assert is_uri(event.get_dataschema()) or event.get_dataschema() is None
        texts = [str(value) for value in attributes.values()]
        assert [text for text in texts if CONTROL.search(text)] == []
        assert all(re.fullmatch("[a-z0-9]{1,20}", key) for key in attributes)


@pytest.mark.parametrize("name", ["library", "hospital", "every", "order-to-parcel"])
def test_dataschema_is_the_schema_that_is_generated_and_holds(name: str) -> None:
    schemas = {}
    for artifact in generated(TEXTS[name], "jsonschema"):
        if artifact.path.endswith(".json"):
            schema = json.loads(artifact.text)
            schemas[schema.get("$id")] = jsonschema.Draft202012Validator(schema)
    read = cloudevents(simulated(name))
    assert read
    for event in read:
        validator = schemas[event.get_dataschema()]
        assert [error.message for error in validator.iter_errors(event.get_data())] == []


# OTLP: the messages of the protocol, and OpenTelemetry's own JSON for them


def traces(found: Simulated) -> list[TracesData]:
    return [otlp(line) for line in found.as_format("otlp").splitlines()]


def otlp(line: str) -> TracesData:
    """OTLP writes identifiers as hexadecimal, which is where it leaves the JSON of protocol buffers."""

    def mended(part: Any) -> Any:
        if isinstance(part, list):
            return [mended(each) for each in part]
        if not isinstance(part, dict):
            return part
        return {key: _bytes(value) if key in IDENTIFIERS else mended(value) for key, value in part.items()}

    return json_format.ParseDict(mended(json.loads(line)), TracesData(), ignore_unknown_fields=False)


IDENTIFIERS = {"traceId": 32, "spanId": 16, "parentSpanId": 16}


def _bytes(text: str) -> str:
    assert re.fullmatch("([0-9a-f]{16}){1,2}", text)
    assert int(text, 16) != 0
    return base64.b64encode(bytes.fromhex(text)).decode()


def spans(data: TracesData) -> Iterator[tuple[str, Span]]:
    for resource in data.resource_spans:
        service = attributes(resource.resource)["service.name"]
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield service, span


def attributes(part: Any) -> dict[str, Any]:
    found = {}
    for each in part.attributes:
        kind = each.value.WhichOneof("value")
        assert kind is not None
        assert each.key not in found
        found[each.key] = getattr(each.value, kind)
    return found


@NAMES
def test_otlp_is_what_opentelemetry_writes_itself(name: str) -> None:
    for line in simulated(name).as_format("otlp").splitlines():
        document = json.loads(line)
        assert otlp_json.TracesData.from_dict(document).to_dict() == document


@NAMES
def test_otlp_parents_and_links_resolve_within_the_trace(name: str) -> None:
    taken: set[bytes] = set()
    for data in traces(simulated(name)):
        read = [span for _, span in spans(data)]
        by_id = {span.span_id: span for span in read}
        assert len(by_id) == len(read)
        assert len({span.trace_id for span in read}) == 1
        assert read[0].trace_id not in taken
        taken.add(read[0].trace_id)
        assert [span for span in read if not span.parent_span_id] == [read[0]]
        for span in read:
            assert (len(span.trace_id), len(span.span_id)) == (16, 8)
            assert span.start_time_unix_nano <= span.end_time_unix_nano
            assert not span.parent_span_id or span.parent_span_id in by_id
            assert all(link.trace_id == span.trace_id and link.span_id in by_id for link in span.links)


@NAMES
def test_otlp_has_a_span_for_every_step_below_its_causes(name: str) -> None:
    found = simulated(name)
    for data, scenario in zip(traces(found), found.scenarios, strict=True):
        by_id = {span.span_id: span for _, span in spans(data)}
        steps = {attributes(span)["moment.step"]: (service, span) for service, span in spans(data) if _is_step(span)}
        assert len(steps) == len(scenario["steps"])
        for step in scenario["steps"]:
            service, span = steps[step["seq"]]
            own = attributes(span)
            assert service == (step["context"] or "moment")
            assert unquote(own["moment.correlation"].rpartition("/")[2]) == step["correlation"]
            assert (own["moment.action"], own["moment.kind"]) == (step["action"], step["kind"])
            assert span.start_time_unix_nano == _nanoseconds(step["at"])
            around = [by_id[span.parent_span_id], *(by_id[link.span_id] for link in span.links)]
            around += [by_id[each.parent_span_id] for each in around if each.kind == Span.SPAN_KIND_PRODUCER]
            told = {attributes(each)["moment.step"] for each in around if _is_step(each)}
            assert told >= {cause["seq"] for cause in step["causes"]}
            happened = [event for event in span.events if "cloudevents.event_id" in attributes(event)]
            ids = [attributes(event)["cloudevents.event_id"].rpartition("/")[2] for event in happened]
            assert ids == step["eventIds"]
            payloads = {event["eventId"]: event["payload"] for event in scenario["events"]}
            said = [json.loads(attributes(event)["moment.event.payload"]) for event in happened]
            assert said == [payloads[each] for each in ids]


def _is_step(span: Span) -> bool:
    return "moment.step" in attributes(span)


def _nanoseconds(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp()) * 1_000_000_000


@NAMES
def test_otlp_joins_producer_and_consumer_of_every_delivery(name: str) -> None:
    found = simulated(name)
    for data, scenario in zip(traces(found), found.scenarios, strict=True):
        by_id = {span.span_id: (service, span) for service, span in spans(data)}
        consumers = [(service, span) for service, span in by_id.values() if span.kind == Span.SPAN_KIND_CONSUMER]
        assert len(consumers) == sum(step["kind"] == "deliver" for step in scenario["steps"])
        crossings = {each["seq"]: each["crossing"] for each in scenario["contracts"]}
        for _, span in consumers:
            own = attributes(span)
            joined = [by_id[link.span_id][1] for link in span.links]
            producers = [each for each in joined if each.kind == Span.SPAN_KIND_PRODUCER]
            assert len(producers) == 1
            sent = attributes(producers[0])
            assert own["messaging.message.id"] == sent["messaging.message.id"]
            assert own["messaging.destination.name"] == sent["messaging.destination.name"]
            assert own["messaging.destination.name"] == crossings[own["moment.step"]]
            assert (sent["messaging.operation.type"], own["messaging.operation.type"]) == ("send", "process")


@NAMES
def test_otlp_fails_exactly_where_the_run_does(name: str) -> None:
    found = simulated(name)
    for data, scenario in zip(traces(found), found.scenarios, strict=True):
        (_, run), *rest = spans(data)
        is_error = run.status.code == Status.STATUS_CODE_ERROR
        assert is_error == (not scenario["verdict"]["good"])
        assert attributes(run)["moment.verdict"] == scenario["verdict"]["kind"]
        if not is_error:
            assert {span.status.code for _, span in rest} <= {Status.STATUS_CODE_UNSET}


# ITF: the reader of an author of Apalache


def itf(found: Simulated) -> list[Trace]:
    return [trace_from_json(json.loads(line)) for line in found.as_format("itf").splitlines()]


@NAMES
def test_itf_states_differ_by_what_the_steps_changed(name: str) -> None:
    found = simulated(name)
    parts = {"lane": "lanes", "message": "messages", "lifecycle": "lifecycles", "saga": "sagas"}
    for trace, scenario in zip(itf(found), found.scenarios, strict=True):
        assert [state.meta["index"] for state in trace.states] == list(range(len(trace.states)))
        assert all(list(state.values) == trace.vars for state in trace.states)
        current = {key: dict(trace.states[0].values[key]) for key in parts.values()}
        several = found.simulation.scope.instances > 1
        for step in scenario["steps"]:
            own = f"{int(step['correlation'][-3:])}/" if several else ""
            for change in step["diff"]:
                kind, _, path = change["path"].partition(":")
                value = int if kind == "message" else str
                assert current[parts[kind]][own + path] == value(change["from"])
                shared = [f"{number + 1}/" for number in range(2)] if several and kind == "lifecycle" else [own]
                current[parts[kind]].update({before + path: value(change["to"]) for before in shared})
        assert current == {key: dict(trace.states[-1].values[key]) for key in parts.values()}
        actions = [state.values["action"] for state in trace.states]
        chosen = [action for action in actions if re.match(r"(\d+/)?choose:", action)]
        assert (actions[0], chosen) == ("init", scenario["choices"])


# OCEL: rust4pm, by members of the chair that wrote the standard


@NAMES
def test_ocel_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    import r4pm
    from r4pm import bindings

    text = simulated(name).as_format("ocel")
    (tmp_path / "log.json").write_text(text, encoding="utf-8")
    log = r4pm.import_item("OCEL", str(tmp_path / "log.json"))
    r4pm.export_item(log, str(tmp_path / "again.json"))
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    ours = json.loads(text)
    del ours["$comment"]
    assert _in_seconds(again) == _in_seconds(ours)
    linked = r4pm.convert_item(log, "SlimLinkedOCEL")
    assert bindings.num_events(linked) == len(ours["events"])
    assert bindings.num_objects(linked) == len(ours["objects"])
    r4pm.remove_item(linked)
    r4pm.remove_item(log)


def _in_seconds(part: Any) -> Any:
    """Without fractions of a second that are zero, which the reader leaves out."""
    if isinstance(part, list):
        return [_in_seconds(each) for each in part]
    if isinstance(part, dict):
        return {key: _in_seconds(value) for key, value in part.items()}
    return re.sub(r"\.000Z$", "Z", part) if isinstance(part, str) else part


@NAMES
def test_ocel_declares_what_it_uses_and_refers_to_what_is_there(name: str) -> None:
    log = json.loads(simulated(name).as_format("ocel"))
    fits = {
        "string": lambda value: isinstance(value, str),
        "time": lambda value: datetime.fromisoformat(value).tzinfo is not None,
        "integer": lambda value: type(value) is int,
        "float": lambda value: type(value) in (int, float),
        "boolean": lambda value: type(value) is bool,
    }
    objects = [each["id"] for each in log["objects"]]
    events = [each["id"] for each in log["events"]]
    assert len(set(objects)) == len(objects)
    assert len(set(events)) == len(events)
    for kinds, elements in (("eventTypes", log["events"]), ("objectTypes", log["objects"])):
        declared = {each["name"]: {a["name"]: a["type"] for a in each["attributes"]} for each in log[kinds]}
        assert len(declared) == len(log[kinds])
        for element in elements:
            types = declared[element["type"]]
            assert [a for a in element["attributes"] if not fits[types[a["name"]]](a["value"])] == []
            assert {each["objectId"] for each in element["relationships"]} <= set(objects)
            assert all(each["qualifier"] for each in element["relationships"])


@NAMES
def test_ocel_holds_every_event_message_and_run(name: str) -> None:
    found = simulated(name)
    log = json.loads(found.as_format("ocel"))
    by_id = {each["id"]: each for each in log["objects"]}
    of_run: dict[str, list[dict[str, Any]]] = {each["id"]: [] for each in log["objects"] if each["type"] == "run"}
    for event in log["events"]:
        [run] = [each["objectId"] for each in event["relationships"] if each["qualifier"] == "run"]
        of_run[run].append(event)
    assert len(of_run) == len(found.scenarios)
    for (key, events), scenario in zip(of_run.items(), found.scenarios, strict=True):
        told = [event for event in events if event["id"].rpartition("/")[2].startswith("evt-")]
        assert [
            (event["id"].rpartition("/")[2], event["type"].rpartition("/")[2], event["time"]) for event in told
        ] == [(event["eventId"], event["eventType"], event["timestamp"]) for event in scenario["events"]]
        for event, other in zip(told, scenario["events"], strict=True):
            assert {each["name"]: each["value"] for each in event["attributes"]} == {
                key: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
                if isinstance(value, list | dict)
                else value
                for key, value in other["payload"].items()
            }
        silent = [step for step in scenario["steps"] if not step["eventIds"]]
        assert len(events) - len(told) == len(silent)
        delivered = [
            by_id[each["objectId"]]["type"]
            for event in events
            for each in event["relationships"]
            if each["qualifier"] == "delivers"
        ]
        assert delivered == ["message"] * sum(step["kind"] == "deliver" for step in scenario["steps"])
        assert all(event["id"].startswith(f"{key}/") for event in events)


@NAMES
def test_ocel_objects_take_the_states_of_lifecycles_and_sagas(name: str) -> None:
    found = simulated(name)
    log = json.loads(found.as_format("ocel"))
    keys = [each["id"] for each in log["objects"] if each["type"] == "run"]
    for key, scenario in zip(keys, found.scenarios, strict=True):
        own = [each for each in log["objects"] if each["id"].startswith(f"{key}/")]
        values = [a for each in own for a in each["attributes"] if a["name"] == "state"]
        taken = Counter((a["time"], a["value"]) for a in values if not a["time"].startswith("1970"))
        assert taken == Counter(
            (step["at"], change["to"])
            for step in scenario["steps"]
            for change in step["diff"]
            if change["path"].partition(":")[0] in ("lifecycle", "saga")
        )


# Mermaid: mermaid in Chromium

LONG = "".join(f'  moment "M{number}"\n    l: Do{"ABC"[number % 3]}\n' for number in range(150))


def test_mermaid_draws_every_scenario_and_shows_who_took_part() -> None:
    diagrams: list[tuple[dict[str, Any], str]] = []
    for found in all_simulated():
        if found.name.startswith("made") or len(found.scenarios) > 80:
            continue
        document = MarkdownIt("commonmark").parse(found.as_format("mermaid"))
        fences = [token.content for token in document if token.type == "fence" and token.info == "mermaid"]
        alone = [text for _, text in export_each("mermaid", found.simulation)]
        assert [fence.strip() for fence in fences] == [text.partition("\n")[2].strip() for text in alone]
        diagrams += zip(found.scenarios, alone, strict=True)
    assert len(diagrams) >= 150
    told = draw([text for _, text in diagrams])
    assert [(text, each["error"]) for (_, text), each in zip(diagrams, told, strict=True) if each["error"]][:2] == []
    for (scenario, _), each in zip(diagrams, told, strict=True):
        shown = _squeezed(" ".join(each["labels"]))
        contexts = {step["context"] for step in scenario["steps"]} - {None}
        assert {_squeezed(context) for context in contexts} <= set(map(_squeezed, each["participants"]))
        assert _squeezed(scenario["scenarioLabel"]) in shown
        assert [event["eventType"] for event in scenario["events"] if _squeezed(event["eventType"]) not in shown] == []
        assert each["messages"] <= MESSAGES
        assert each["messages"] >= sum(step["kind"] in ("deliver", "lose", "handle") for step in scenario["steps"])


def test_mermaid_cuts_a_long_scenario_and_says_so() -> None:
    simulation = simulate(domain_of(f'{CONTEXTS}\nflow "long"\n  lane l "Left"\n{LONG}'), faults={"refuse": 0})
    [told] = draw([text for _, text in export_each("mermaid", simulation)])
    assert told["error"] is None
    assert told["messages"] == MESSAGES
    assert "cut here, 51 of 150 steps are not shown" in told["labels"]


# Given, When, Then: the parser of Cucumber, which reads it once flows are called features


def features(found: Simulated) -> list[Any]:
    text = found.as_format("given-when-then")
    parts = re.split("^Flow: ", text, flags=re.MULTILINE)[1:]
    return [Parser().parse(f"Feature: {part}")["feature"] for part in parts]


@NAMES
def test_given_when_then_says_what_facet_json_says(name: str) -> None:
    found = simulated(name)
    read = [child["scenario"] for feature in features(found) for child in feature["children"]]
    for scenario, told in zip(read, found.scenarios, strict=True):
        assert scenario["name"] == one_line(told["scenarioLabel"])
        steps = [(step["keyword"].strip(), step["text"]) for step in scenario["steps"]]
        assert steps == [(word.capitalize(), one_line(told[word])) for word in ("given", "when", "then")]
        rows = scenario["steps"][-1].get("dataTable", {"rows": []})["rows"]
        cells = [tuple(cell["value"] for cell in row["cells"]) for row in rows]
        assert cells == [(each["timestamp"], each["eventId"], each["eventType"]) for each in told["events"]]
    flows = list(dict.fromkeys(each["flowId"].removeprefix("flow-") for each in found.scenarios))
    assert [feature["name"] for feature in features(found)] == [one_line(flow) for flow in flows]
