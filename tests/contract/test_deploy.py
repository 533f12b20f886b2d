"""What lies in deploy/ fits the code: metrics that exist, ports on loopback, pins that agree."""

import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from pactwire.metrics import Metrics
from pactwire.up.app import ALLOCATOR
from pactwire.up.plan import SERVICES

ROOT = Path(__file__).parents[2]


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "deploy" / "requirements" / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_rules_speak_of_metrics_that_exist() -> None:
    known = set()
    for service in SERVICES:
        rendered = Metrics(service, "1").render().decode()
        known |= set(re.findall(r"^(?:# TYPE )?(pactwire_\w+)", rendered, re.M))
    rules = (ROOT / "deploy" / "prometheus" / "rules.yml").read_text()
    asked = set(re.findall(r"\b(pactwire_\w+)", rules))
    assert asked
    assert asked <= known


def test_buckets_that_rules_ask_for_exist() -> None:
    rules = (ROOT / "deploy" / "prometheus" / "rules.yml").read_text()
    exposition = Metrics("alert", "1").render().decode()
    for name, bound in re.findall(r'(pactwire_\w+_bucket)\{le="([^"]+)"\}', rules):
        assert f'{name}{{le="{bound}"}}' in exposition


def test_compose_runs_every_service_and_prometheus_scrapes_it() -> None:
    services = compose()
    scraped = (ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text()
    for service in SERVICES:
        assert services[service]["command"] == [service]
        assert services[service]["healthcheck"]
        assert f'"{service}:8080"' in scraped


def test_a_start_on_a_loaded_machine_is_no_failure_yet() -> None:
    periods = {
        name: int(str(container["healthcheck"].get("start_period", "0s")).removesuffix("s"))
        for name, container in compose().items()
        if name in {"kafka", "postgres", *SERVICES}
    }
    assert min(periods.values()) >= 120
    assert periods["kafka"] >= 240  # what `pactwire up` gives it


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_of_a_service_follows_its_readiness(status: int, code: int) -> None:
    class Probes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/ready" else 404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            del args

    with ThreadingHTTPServer(("127.0.0.1", 0), Probes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for service in SERVICES:
            _, *command = compose()[service]["healthcheck"]["test"]
            asked = [part.replace("8080", str(server.server_port)) for part in command]
            done = subprocess.run([part.replace("$$", "$") for part in asked], check=False)
            assert done.returncode == code, service
        server.shutdown()


def test_nothing_is_published_beyond_loopback() -> None:
    published = [port for service in compose().values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:${") for port in published)


def test_services_in_containers_have_no_rights_to_spare() -> None:
    for service in SERVICES:
        container = compose()[service]
        assert container["read_only"] is True
        assert container["cap_drop"] == ["ALL"]
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    assert re.search(r"^USER pactwire$", dockerfile, re.M)


def test_the_state_folder_of_a_container_belongs_to_its_user() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    group, user = (
        re.search(r"--gid (\d+) pactwire", dockerfile),
        re.search(r"--uid (\d+)", dockerfile),
    )
    home = re.search(r"PACTWIRE_STATE=(\S+)", dockerfile)
    assert group
    assert user
    assert home
    for service in SERVICES:
        container = compose()[service]
        mounts = [*container["tmpfs"], *container.get("volumes", ())]
        owned = f"{home[1]}:uid={user[1]},gid={group[1]},mode=0700"
        assert owned in mounts or f"secrets:{home[1]}" in mounts


def test_logs_of_containers_are_bounded() -> None:
    for name, container in compose().items():
        assert container["logging"]["options"].keys() == {"max-size", "max-file"}, name


def test_the_build_stage_builds_what_has_no_wheel_and_keeps_its_compilers() -> None:
    build, final = (ROOT / "deploy" / "Dockerfile").read_text().split("\nFROM ")[1:]
    assert re.search(r"^RUN pip install .*runtime\.txt \\\n \|\| \(apt-get update", build, re.M)
    assert {"cargo", "gcc", "libc6-dev"} <= set(build.split())
    assert "apt-get" not in final
    assert "pip" not in final


def test_the_image_gives_services_the_allocator_that_up_gives_them() -> None:
    final = (ROOT / "deploy" / "Dockerfile").read_text().split("\nFROM ")[2]
    given = re.search(r"^ENV ((?:.*\\\n)*.*)", final, re.MULTILINE)
    assert given
    assert ALLOCATOR.items() <= dict(re.findall(r"(\w+)=(\S+)", given[1])).items()


def test_what_builds_the_image_is_what_builds_here() -> None:
    everything = pins("dev.txt")
    for name, version in pins("build.txt").items():
        assert everything[name] == version
