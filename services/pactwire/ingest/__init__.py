"""The ingest room: takes articles in and publishes them; answers only after the broker's acknowledgement."""
