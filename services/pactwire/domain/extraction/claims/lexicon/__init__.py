"""The words the grammar knows, as tables: what each does in a sentence. Looks at no text."""
