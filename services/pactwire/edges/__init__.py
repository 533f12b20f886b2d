"""Adapters to broker, store, network, local machine and clock. No decisions about news."""
