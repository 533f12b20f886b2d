"""The ingest service: takes articles in; answers only after the broker's acknowledgement."""
