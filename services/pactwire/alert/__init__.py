"""The alert room: claims into the ledger, developments and articles against watches, matches into alerts."""
