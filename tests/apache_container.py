"""testcontainers' KafkaContainer for the image of Apache Kafka; its own knows another vendor's."""

from testcontainers.community.kafka import KafkaContainer


class ApacheKafkaContainer(KafkaContainer):
    """One KRaft node on a free port of this machine."""

    def __init__(self, image: str) -> None:
        super().__init__(image)
        self.with_kraft()
        self.with_envs(
            KAFKA_AUTO_CREATE_TOPICS_ENABLE="false",
            KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR="1",
            KAFKA_TRANSACTION_STATE_LOG_MIN_ISR="1",
            KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR="1",
            KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR="1",
        )

    def _verify_min_kraft_version(self) -> None:
        """The other vendor's version numbers; every image we use has KRaft."""

    def tc_start(self) -> None:
        """Tell the broker the port that Docker gave it, then run the image's own start script."""
        outside = f"{self.get_container_host_ip()}:{self.get_exposed_port(self.port)}"
        script = (
            f"export KAFKA_ADVERTISED_LISTENERS={self.listener_name}://{outside},"
            "BROKER://$(hostname -i | cut -d' ' -f1):9092\n"
            "exec /etc/kafka/docker/run\n"
        )
        self.create_file(script.encode(), self.TC_START_SCRIPT)
