"""HTTP both ways: guarded requests to addresses other people chose, and a service's own probes."""
