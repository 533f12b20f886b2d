"""The rules of the grammar, by the family of constructions they read; `docs/rules.md` lists them.

A claim's `rule` is its action and its family, `join:verb`. `:generic` follows where the body was
called by a common noun, `:again` where the verb says that it was so before. Events that were
written by an earlier version may name a family that is gone, so the field itself takes any text.
"""

from typing import Literal, NamedTuple

Family = Literal[
    "verb", "decision", "become", "make", "noun", "plea", "causative", "outside", "wanted", "back",
    "follow", "followed", "echo", "elliptic", "status", "candidate", "rise", "come-in", "term",
    "contest", "vote", "signed", "paper", "invitation", "answer", "no", "but-not", "nod", "flag",
    "money", "counted", "brexit",
]  # fmt: skip
Qualifier = Literal["generic", "again"]
"""What may follow a family."""


class Rule(NamedTuple):
    """What a family reads, a text it reads, and one like it that it must leave."""

    reads: str
    example: str
    near_miss: str


RULES: dict[Family, Rule] = {
    "verb": Rule(
        "the member acts: X joins, leaves, signs, quits BODY",
        "Angola joins OPEC.",
        "Angola joins OPEC in calling for calm.",
    ),
    "decision": Rule(
        "the body acts, be it in the passive: BODY admits, suspends, expels X",
        "The Arab League readmits Syria.",
        "The Arab League suspends its talks with Syria.",
    ),
    "become": Rule(
        "X becomes, is to be a member of BODY",
        "Mexico became a member of the OECD.",
        "Mexico became a partner of the OECD.",
    ),
    "make": Rule(
        "X is made a member; a decision that makes it one",
        "Guadeloupe was made an associate member of the OECS.",
        "Guadeloupe was made an observer of the OECS.",
    ),
    "noun": Rule(
        "a noun of change with both: X's accession to BODY, its exit, its suspension",
        "ECOWAS has lifted Niger's suspension.",
        "ECOWAS debated the price of rice in Niger.",
    ),
    "plea": Rule(
        "a request or bid, and what becomes of it",
        "Brazil blocked Venezuela's bid to join BRICS.",
        "Brazil blocked Venezuela's bid to host the BRICS summit.",
    ),
    "causative": Rule(
        "somebody takes X into BODY or out of it, keeps it out",
        "Mugabe takes Zimbabwe out of the Commonwealth.",
        "Mugabe takes his family out of Zimbabwe.",
    ),
    "outside": Rule(
        "X is out of BODY, no longer in it, ceases to be a member",
        "Qatar is no longer a member of OPEC.",
        "Qatar is no longer the largest producer in OPEC.",
    ),
    "wanted": Rule(
        "somebody wants X out of BODY",
        "Brazil's far right wants Brazil out of the Paris Agreement.",
        "Brazil's far right wants foreign troops out of Brazil.",
    ),
    "back": Rule(
        "X is back in BODY; somebody wants it back",
        "Syria is back in the Arab League fold.",
        "Syria is back in the news.",
    ),
    "follow": Rule(
        "X follows Y into BODY or out of it",
        "Pakistan follows Iran out of CENTO.",
        "Pakistan follows Iran in the table of the Asian Cup.",
    ),
    "followed": Rule(
        "the one that another follows out: it has left",
        "Britain to follow the United States out of UNESCO.",
        "Britain to follow the United States into talks with UNESCO.",
    ),
    "echo": Rule(
        "X does the same, follows suit, after a change of another",
        "Ukraine applied to join the EU on Monday; Georgia did the same on Thursday.",
        "Ukraine applied to join the EU on Monday; Georgia was silent on Thursday.",
    ),
    "elliptic": Rule(
        "a verb whose body was named before",
        "ECOWAS begged Niger to think again about leaving.",
        "ECOWAS begged Niger to think again about fuel.",
    ),
    "status": Rule(
        "BODY grants X the standing of a candidate",
        "The European Council granted Moldova candidate status.",
        "The European Council granted Moldova a loan.",
    ),
    "candidate": Rule(
        "X is no longer a candidate for BODY",
        "Norway should no longer be regarded as a candidate, its minister told the European Union.",
        "Norway is regarded as a model, its minister told the European Union.",
    ),
    "rise": Rule(
        "X rises from observer to full member; is taken on board",
        "The SCO upgrades Belarus from observer to full member.",
        "The SCO upgrades its website for observers in Belarus.",
    ),
    "come-in": Rule(
        "X is due to come in",
        "The new BRICS members are due on 1 January. Egypt and Iran are due to come in next week.",
        "BRICS ministers met. Egypt and Iran are due to come in for talks.",
    ),
    "term": Rule(
        "a term on a council begins or ends",
        "Japan ends its two-year term on the UN Security Council.",
        "Japan ends its two-year ban on UN Security Council papers.",
    ),
    "contest": Rule(
        "X beats Y to a seat, loses the vote for one",
        "Ireland and Norway beat Canada to seats on the UN Security Council.",
        "Ireland and Norway beat Canada in a race to the UN Security Council chamber.",
    ),
    "vote": Rule(
        "voters or a government turn BODY down",
        "Danes vote down the euro.",
        "Danes vote down the budget.",
    ),
    "signed": Rule(
        "a treaty is signed or ratified by X",
        "The Rome Statute was ratified by Armenia's parliament.",
        "The Rome Statute was praised by Armenia's parliament.",
    ),
    "paper": Rule(
        "X sends its instrument of accession or ratification",
        "Cuba has sent its instrument of ratification of the Paris Agreement to New York.",
        "Cuba has sent its comments on the Paris Agreement to New York.",
    ),
    "invitation": Rule(
        "X gets its invitation to BODY",
        "Albania got its letter of invitation to NATO in Bucharest.",
        "Albania got its letter of thanks from NATO in Bucharest.",
    ),
    "answer": Rule(
        "a people says yes or no to BODY",
        "Slovaks said a loud yes to NATO in Saturday's referendum.",
        "Slovaks said a loud hello to NATO in Saturday's parade.",
    ),
    "no": Rule(
        "no members but those named; X is told to wait",
        "NATO leaders asked Poland to begin entry talks but left Romania off the list.",
        "NATO leaders asked Poland to begin talks, but left Romania early.",
    ),
    "but-not": Rule(
        "BODY admits Y but not X",
        "The Commonwealth admitted Gabon and Togo but not Burundi.",
        "The Commonwealth thanked Gabon and Togo but not Burundi.",
    ),
    "nod": Rule(
        "BODY gives X the nod",
        "Leaders of the European Union gave Cyprus the nod.",
        "Leaders of the European Union gave Cyprus the floor.",
    ),
    "flag": Rule(
        "X's flag goes up at BODY's house",
        "Montenegro's flag went up outside NATO headquarters on Wednesday.",
        "Montenegro's flag went up outside the town hall on Wednesday.",
    ),
    "money": Rule(
        "X swaps its money for the euro",
        "Latvia swaps the lat for the euro.",
        "Latvia swaps its coach for a younger one.",
    ),
    "counted": Rule(
        "BODY has a new member: X",
        "The OECD has a new member: Colombia.",
        "The OECD has a new home: Colombia House.",
    ),
    "brexit": Rule(
        "Brexit is done, Article 50 is triggered",
        "Brexit was completed at 11 p.m. on Friday.",
        "Brexit was discussed at 11 p.m. on Friday.",
    ),
}
