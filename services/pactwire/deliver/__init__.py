"""The deliver room: alerts to webhook endpoints, from a durable table."""
