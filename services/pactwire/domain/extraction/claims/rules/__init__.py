"""The families of rules, each for one way in which a change is told."""
