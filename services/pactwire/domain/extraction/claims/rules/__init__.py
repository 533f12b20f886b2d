"""The rules, one module for each family of constructions that express a change."""
