"""Hands: what touches broker, store, network and clock. Decides nothing about news."""
