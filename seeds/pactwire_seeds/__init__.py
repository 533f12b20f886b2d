"""The compiled reference data; opened by `pactwire.edges.reference`."""
