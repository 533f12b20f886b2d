"""Whether a match becomes an alert, and in which words."""
