"""The enrich service: articles in, mentions and membership claims out."""
