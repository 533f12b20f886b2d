"""The enrich room: articles in, mentions and membership claims out."""
