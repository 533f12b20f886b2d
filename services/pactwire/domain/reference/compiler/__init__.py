"""From reviewable reference entries to one compiled table: spellings, senses, the automaton.

Runs when the project is built; at run time only `pactwire.domain.reference` reads the result.
"""

from pactwire.domain.reference.compiler.build import ReferenceSources, compile_reference
from pactwire.domain.reference.compiler.entries import InvalidEntry

__all__ = ["InvalidEntry", "ReferenceSources", "compile_reference"]
