"""Operator scope: what governs a predicate, its subject, and the factuality that follows."""
