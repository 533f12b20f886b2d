"""The ingest room: takes articles in; answers only after the broker's acknowledgement."""
