"""The contract: examples decode, what is generated is in step, and nothing released breaks."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from pactwire_schemas import ALERTS, ARTICLES, TOPICS, NotOfThisTopic, Topic, Watch, alerts_topic

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "schemas" / "examples"
RELEASED = sorted((ROOT / "schemas" / "released").glob("*/*.schema.json"))


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "schemas" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def example(topic: Topic[Any]) -> bytes:
    return (EXAMPLES / f"{topic.name}.json").read_bytes()


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_example_decodes_and_encodes_to_the_same_event(topic: Topic[Any]) -> None:
    event = topic.decode(example(topic))
    record = topic.encode(event)
    assert topic.decode(record.value, record.headers) == event
    assert record.key == event.subject.encode()


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_copied_event_is_what_pydantic_would_copy(topic: Topic[Any]) -> None:
    event = topic.decode(example(topic))
    first = next(iter(type(event).model_fields))
    for update in (None, {first: getattr(event, first)}):
        copy, theirs = event.model_copy(update=update), BaseModel.model_copy(event, update=update)
        assert (copy, copy.model_dump_json()) == (theirs, theirs.model_dump_json())
        assert copy.model_fields_set == theirs.model_fields_set
        assert copy.model_copy(deep=True) == copy


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_an_event_of_valid_fields_is_the_one_that_was_checked(topic: Topic[Any]) -> None:
    event = topic.decode(example(topic))
    given = {name: getattr(event, name) for name in event.model_fields_set}
    made = type(event).from_valid(**given)
    assert made == event
    assert made.to_json().decode() == event.model_dump_json(exclude_none=True)
    assert made.model_copy(update=given) == event


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_example_fits_its_json_schema(topic: Topic[Any]) -> None:
    schema = json.loads((ROOT / "schemas" / "json" / f"{topic.name}.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(json.loads(example(topic)))) == []


def test_the_attributes_travel_as_cloudevents_binary_headers() -> None:
    record = ARTICLES.encode(ARTICLES.decode(example(ARTICLES)), traceparent="00-aa-bb-01")
    headers = dict(record.headers)
    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_type"] == b"news.article.v1"
    assert headers["ce_source"] == b"/pactwire/ingest"
    assert headers["content-type"] == b"application/json"
    assert headers["traceparent"] == b"00-aa-bb-01"
    assert {"ce_id", "ce_time", "ce_subject"} <= headers.keys()


def test_a_reader_ignores_fields_it_does_not_know() -> None:
    value = json.loads(example(ALERTS)) | {"field_of_tomorrow": {"deep": [1]}}
    assert ALERTS.decode(json.dumps(value).encode()) == ALERTS.decode(example(ALERTS))


@pytest.mark.parametrize(
    ("value", "headers", "reason"),
    [
        (None, (), "no value"),
        (b"", (), "no value"),
        (b"{", (), "Invalid JSON"),
        (b"\xff\xfe", (), "Invalid JSON"),
        (b"[]", (), "should be an object"),
        (b'{"article_id": 7}', (), "article_id"),
        (b"{}", ((("ce_type"), b"news.article.v9"),), "news.article.v9"),
    ],
)
def test_what_is_no_event_is_refused_with_the_reason(
    value: bytes | None, headers: tuple[tuple[str, bytes], ...], reason: str
) -> None:
    with pytest.raises(NotOfThisTopic, match=reason):
        ARTICLES.decode(value, headers)


def test_a_routed_topic_carries_alerts() -> None:
    topic = alerts_topic("alerts.desk")
    assert topic.decode(example(ALERTS)) == ALERTS.decode(example(ALERTS))
    assert topic.dead == "alerts.desk.dead"


def test_the_watch_example_is_a_watch_and_a_mistake_in_it_is_refused() -> None:
    document = json.loads((EXAMPLES / "watch.json").read_text())
    assert Watch.model_validate(document).document() == document
    with pytest.raises(ValueError, match="Extra inputs"):
        Watch.model_validate(document | {"whenn": 1})
    with pytest.raises(ValueError, match="exactly one"):
        Watch.model_validate(document | {"when": {}})


def test_what_is_generated_is_in_step_with_the_contract(tmp_path: Path) -> None:
    for fresh in script("generate").write(tmp_path):
        committed = ROOT / fresh.relative_to(tmp_path)
        assert committed.read_text("utf-8") == fresh.read_text("utf-8"), (
            f"{committed.relative_to(ROOT)} is out of step: run `make docs`"
        )


def test_the_asyncapi_document_names_every_topic_and_its_settings() -> None:
    document = json.loads((ROOT / "schemas" / "asyncapi.json").read_text())
    assert document["asyncapi"].startswith("3.")
    for topic in TOPICS:
        binding = document["channels"][topic.name]["bindings"]["kafka"]
        assert binding["partitions"] == topic.partitions
        assert binding["topicConfiguration"]["cleanup.policy"] == [topic.cleanup]


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_released_schema_is_still_readable(released: Path) -> None:
    now = ROOT / "schemas" / "json" / released.name
    old, new = json.loads(released.read_text()), json.loads(now.read_text())
    assert script("compatibility").breaks(old, new) == []


def test_there_is_a_release_to_be_compatible_with() -> None:
    assert {path.name for path in RELEASED} >= {f"{topic.name}.schema.json" for topic in TOPICS}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s["properties"].pop("headline"), "headline was removed"),
        (lambda s: s["required"].append("url"), "url is newly required"),
        (lambda s: s["properties"]["headline"].update(type="integer"), "can no longer be string"),
        (lambda s: s["$defs"]["Source"]["properties"].pop("owner"), "source.owner was removed"),
        (lambda s: s["properties"]["pub_status"]["enum"].remove("withheld"), "withheld"),
    ],
)
def test_a_planted_break_of_the_contract_is_found(change: Any, message: str) -> None:
    path = ROOT / "schemas" / "json" / "news.articles.v1.schema.json"
    old, new = json.loads(path.read_text()), json.loads(path.read_text())
    change(new)
    assert any(message in sentence for sentence in script("compatibility").breaks(old, new))


def test_a_new_optional_field_breaks_nothing() -> None:
    path = ROOT / "schemas" / "json" / "news.articles.v1.schema.json"
    old, new = json.loads(path.read_text()), json.loads(path.read_text())
    new["properties"]["byline"] = {"type": "string"}
    assert script("compatibility").breaks(old, new) == []
