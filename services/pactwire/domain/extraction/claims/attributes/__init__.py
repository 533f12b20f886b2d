"""Attributes of a claim: dates, ordinal, member count, speaker, confidence; merging."""
