"""What else a claim says: dates, counts, speaker, confidence; and drafts made one."""
