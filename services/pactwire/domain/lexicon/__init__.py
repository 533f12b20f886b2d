"""From reviewable reference entries to one compiled table: spellings, senses, the automaton.

Runs when the project is built; at run time only `pactwire.domain.knowledge` reads the result.
"""

from pactwire.domain.lexicon.build import Sources, compiled
from pactwire.domain.lexicon.entries import BadEntry

__all__ = ["BadEntry", "Sources", "compiled"]
