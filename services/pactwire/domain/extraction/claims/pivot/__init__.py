"""French and Spanish sentences put into English words, so that one grammar reads them all."""
