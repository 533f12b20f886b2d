"""From a predicate to its subject and to the stage of the change: what governs it, inside out."""
