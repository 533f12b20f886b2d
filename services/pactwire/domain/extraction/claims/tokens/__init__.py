"""One sentence cut into tokens, and the article around it."""
