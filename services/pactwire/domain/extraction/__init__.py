"""What is read out of an article: entities, membership claims, and why."""
