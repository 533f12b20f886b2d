"""What holds whatever fails; each promise has a fault run, and `make faults` tells it."""

PROMISES = {
    "receivers": "no receiver ends delivery to the others",
    "letters": "nothing that a record holds stops a stage, not even a letter that does not fit",
    "outages": "an outage makes no dead letters",
    "readiness": "what is missing shows in /ready, and nothing dies unseen",
    "pace": "endpoints that hang starve nobody",
    "neighbours": "a sender's mistake is nobody else's",
    "races": "two writers say one thing once",
    "clock": "a clock that is set changes no order",
    "growth": "the store levels off",
    "refusals": "what the broker refuses is said in one sentence, and goes on once it is allowed",
    "broker": "a broker that dies and comes back finds everything where it was",
    "transactions": "no other system is called inside a transaction",
    "processes": "a process that is killed, frozen or stopped loses nothing and repeats nothing",
}
