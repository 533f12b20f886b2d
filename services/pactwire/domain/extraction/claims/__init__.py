"""Extracts membership claims from a tagged document: who joins or leaves what, how far it got."""
