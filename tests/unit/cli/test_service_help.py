"""The help of a service names what the service really uses."""

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

import pactwire
import pactwire_schemas
from pactwire.cli import main
from pactwire.cli.service_help import STAGES, list_settings
from pactwire.settings import Settings
from pactwire_schemas import TOPICS

PACKAGE = Path(pactwire.__file__).parent


def find_stages(service: str) -> dict[str, str]:
    """Each `Stage(name, TOPIC, ...)` of a service's source with the name of its topic."""
    found = {}
    for file in (PACKAGE / service).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Stage":
                name, topic = node.args[:2]
                stage = name.value if isinstance(name, ast.Constant) else service
                assert isinstance(topic, ast.Name)
                found[str(stage)] = getattr(pactwire_schemas, topic.id).name
    return found


@pytest.mark.parametrize("service", STAGES)
def test_the_stages_are_those_of_the_service(service: str) -> None:
    assert {stage: topic.name for stage, topic in STAGES[service].items()} == find_stages(service)


@pytest.mark.parametrize("service", STAGES)
def test_the_help_names_port_topics_groups_and_settings(service: str) -> None:
    text = CliRunner().invoke(main, [service, "--help"]).output
    section = Settings.model_fields[service].default
    port = section.port if service == "ingest" else section.probes.port
    assert f"{port}  " in text
    for topic in TOPICS:
        assert (f"reads {topic.name} " in text) is (service in topic.readers)
        assert (f"writes {topic.name} " in text) is (service in topic.writers)
    for stage in STAGES[service]:
        assert f"pactwire.{stage} " in text
    for name in type(section).model_fields:
        assert f"PACTWIRE_{service.upper()}__{name.upper()}" in text


@pytest.mark.parametrize("service", STAGES)
def test_every_setting_has_a_meaning(service: str) -> None:
    assert [name for name, meaning in list_settings(service) if meaning.startswith("Default")] == []
