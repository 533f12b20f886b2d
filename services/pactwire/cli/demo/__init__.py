"""`pactwire demo`: the whole pipeline once on this machine, and how it is shown."""
