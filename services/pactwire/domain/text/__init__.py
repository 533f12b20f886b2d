"""Text itself: its plain view, its signature, the snippet around a place."""
