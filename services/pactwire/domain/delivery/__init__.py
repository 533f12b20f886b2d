"""Deliveries to receivers: what is sent, signed how, where to, and when again."""
