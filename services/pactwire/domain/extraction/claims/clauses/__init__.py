"""What every family of rules works with: the sentence under reading, its objects and references."""
