"""The pure core: text and facts in, values and reasons out. No I/O, no clock, no randomness."""
