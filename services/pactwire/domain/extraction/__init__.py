"""What is extracted from an article: entity mentions, membership claims, and why.

`enrich` calls the steps in order, and each package imports only those below it:
`document` (the values), `entities` (names), `claims` (drafts of claims), `events` (the contract).
"""
