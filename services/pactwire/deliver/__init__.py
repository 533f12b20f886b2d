"""The deliver service: alerts to webhook endpoints, from a durable table."""
