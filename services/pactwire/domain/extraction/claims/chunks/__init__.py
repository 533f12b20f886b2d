"""Who may join or leave, and what: the noun phrases of a sentence."""
