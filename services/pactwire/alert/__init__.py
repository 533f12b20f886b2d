"""The alert service: claims into the ledger, news against the watches, matches into alerts."""
