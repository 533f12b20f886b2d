"""Transfers French and Spanish sentences into English words, so that one grammar serves all."""
