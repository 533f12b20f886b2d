"""The pipeline in containers, as `docker-compose.yml` has it, under a project name of its own."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook

from pactwire.edges.local.ports import find_free_port
from pactwire.settings import BrokerSettings

ROOT = Path(__file__).parents[1]
HEALTHY_WITHIN = 400.0


class ComposeSystem:
    """Containers, network and volumes of one project; its ports are free ones of this machine."""

    def __init__(self, watches: Path) -> None:
        self.project = f"pactwire-test-{os.getpid()}"
        self.api_port, self.kafka_port = find_free_port(), find_free_port()
        self.environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": self.project,
            "PACTWIRE_API_PORT": str(self.api_port),
            "KAFKA_PORT": str(self.kafka_port),
            "PROMETHEUS_PORT": str(find_free_port()),
            "PACTWIRE_WATCHES": str(watches),
            "PACTWIRE_ALLOW_PRIVATE_TARGETS": "true",
        }

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def broker(self) -> BrokerSettings:
        return BrokerSettings(bootstrap=f"127.0.0.1:{self.kafka_port}")

    def compose(self, *words: str) -> str:
        return self._run("docker", "compose", *words)

    def run_in(self, service: str, *words: str) -> str:
        """What a command prints inside the container of a service."""
        return self.compose("exec", "-T", service, *words)

    def container(self, service: str) -> str:
        return self.compose("ps", "-q", service).strip()

    def docker(self, *words: str) -> str:
        return self._run("docker", *words)

    def gateway(self) -> str:
        """The address of this machine in the containers' network; nothing beyond sees it."""
        found = json.loads(self.docker("network", "inspect", f"{self.project}_default"))
        return str(found[0]["IPAM"]["Config"][0]["Gateway"])

    def up(self, *options: str) -> None:
        """Start what is not running, and wait until every container is healthy."""
        self.compose("up", "--detach", *options)
        until(lambda: set(self.health().values()) == {"healthy"}, HEALTHY_WITHIN, self.health)

    def health(self) -> dict[str, str]:
        """What Docker says of each container, by service."""
        ids = self.compose("ps", "-q").split()
        label = '{{index .Config.Labels "com.docker.compose.service"}}'
        lines = self.docker("inspect", "--format", f"{label} {{{{.State.Health.Status}}}}", *ids)
        return dict(line.split() for line in lines.splitlines())

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout


@contextmanager
def running_compose(watches: Path) -> Iterator[ComposeSystem]:
    """A healthy system; its containers, network and volumes are gone after the block."""
    system = ComposeSystem(watches)
    try:
        system.up("--build")
        yield system
    finally:
        system.compose("down", "--volumes")


class BridgeReceiver:
    """A webhook receiver that containers reach; verifies with the public library."""

    def __init__(self, host: str) -> None:
        self.secret = ""
        self.verified: list[dict[str, Any]] = []
        self.refused: list[str] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    found = Webhook(receiver.secret).verify(body, dict(self.headers))
                    receiver.verified.append(found)
                except Exception as error:  # noqa: BLE001
                    receiver.refused.append(str(error))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                del args

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_address[1]}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def members(self) -> list[str]:
        """The member of each change that came."""
        return [
            found["data"]["development"]["member"]["name"]
            for found in self.verified
            if found.get("data")
        ]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def until(held: Callable[[], bool], within: float, what: Callable[[], object]) -> None:
    deadline = time.monotonic() + within
    while not held():
        assert time.monotonic() < deadline, what()
        time.sleep(1)
