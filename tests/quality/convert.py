"""Turns the answers of `pactwire tag --ndjson` into what scorers of country tags and claims read.

    python tests/quality/convert.py countries  < answers.ndjson > predictions.jsonl
    python tests/quality/convert.py membership < answers.ndjson > predictions.jsonl

countries: mentions of kind country or organisation, coalitions counted as organisations.
membership: one change a claim, the member as its ISO code where it has one, else its name; claims
about the past (`background`) are left out unless `--background` is given.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]


def convert_countries(answer: Answer) -> Answer:
    """`{"id", "mentions": [{start, end, kind, iso2, entity_id}]}`."""
    kinds = {"country": "country", "organisation": "organisation", "coalition": "organisation"}
    kept = [
        {name: mention[name] for name in ("start", "end", "iso2", "entity_id")}
        | {"kind": kinds[mention["kind"]]}
        for mention in answer.get("mentions", ())
        if mention["kind"] in kinds
    ]
    return {"id": answer["id"], "mentions": kept}


def convert_membership(answer: Answer, *, background: bool = False) -> Answer:
    """`{"id", "changes": [{organisation, member, action, stage}]}`."""
    changes = [
        {
            "organisation": claim["organisation"]["name"],
            "member": claim["member"]["iso2"] or claim["member"]["name"],
            "action": claim["action"],
            "stage": claim["stage"],
        }
        for claim in answer.get("claims", ())
        if background or not claim["background"]
    ]
    return {"id": answer["id"], "changes": changes}


CONVERTERS: dict[str, Callable[[Answer], Answer]] = {
    "countries": convert_countries,
    "membership": convert_membership,
}


def main(arguments: list[str]) -> int:
    """Convert standard input to standard output."""
    if not arguments or arguments[0] not in CONVERTERS:
        sys.stderr.write("usage: convert.py countries|membership [--background]\n")
        return 2
    converter = CONVERTERS[arguments[0]]
    for line in sys.stdin:
        answer = json.loads(line)
        if "--background" in arguments:
            converted = convert_membership(answer, background=True)
        else:
            converted = converter(answer)
        sys.stdout.write(json.dumps(converted, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
