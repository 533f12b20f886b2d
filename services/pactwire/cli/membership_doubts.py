"""Doubtful claims and what became of them: held back, confirmed, expired or withdrawn."""

import json
from typing import Any

import click
from rich.table import Table

from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.domain.ledger.doubting import trace_doubt
from pactwire.edges import clock
from pactwire.edges.store import Store, Transaction, ledgers, read_transaction
from pactwire.edges.store.ledger_history import Pair, list_doubtful_claims
from pactwire_schemas import MembershipClaim


def show_doubts(store: Store, pair: Pair, *, as_json: bool) -> None:
    """Every claim that was held back, oldest first."""
    with read_transaction(store) as tx:
        rows = [describe_doubt(tx, claim) for claim in list_doubtful_claims(tx, pair)]
    if as_json:
        for row in rows:
            echo(json.dumps(row, ensure_ascii=False))
        return
    if not rows:
        click.echo("no claim was held back")
        return
    names = ("published", "organisation", "member", "reads", "source", "state", "because")
    table = Table(*names, box=None)
    for row in rows:
        table.add_row(*(str(row[name]) for name in names))
    TerminalConsole(soft_wrap=True).print(table)
    click.echo("1 claim" if len(rows) == 1 else f"{len(rows)} claims")


def describe_doubt(tx: Transaction, claim: MembershipClaim) -> dict[str, Any]:
    """A doubtful claim, why it was held back, and what has become of it."""
    pair = claim.organisation.entity_id, claim.member.entity_id
    claims = [one for _, one in ledgers.list_claims(tx, *pair)]
    trace = trace_doubt(claim, claims, clock.now())
    doubt = claim.doubt
    published = claim.article.published_at or claim.article.received_at
    return {
        "claim_id": claim.claim_id,
        "published": published.date().isoformat(),
        "organisation": claim.organisation.name,
        "member": claim.member.name,
        "reads": f"{claim.action} {doubt.stage if doubt else claim.stage}",
        "source": claim.article.source.name,
        "doubt": doubt.reason if doubt else None,
        "state": trace.state,
        "because": trace.because,
    }
