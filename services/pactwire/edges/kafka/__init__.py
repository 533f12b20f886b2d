"""Kafka: stages on Faust, the producer, topics, dead letters, and readers beside any group."""
