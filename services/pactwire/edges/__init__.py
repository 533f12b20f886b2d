"""Hands: what touches the broker, the store, the network and the clock. Decides nothing about news."""
