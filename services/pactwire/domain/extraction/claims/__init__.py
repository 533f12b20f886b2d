"""Reads membership changes out of a tagged document: who joins or leaves what, how far it got."""
