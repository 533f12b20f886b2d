"""The noun phrase chunker: who may join or leave, and what."""
