"""Reads membership changes out of a tagged document: who joins or leaves which body, and how far it got."""
