"""The English words, verbs aside, that shape a membership sentence: nouns, modals, links.

Each word has labels; the grammar reads labels only. Trigger words are gathered in `cues`.
"""

from pactwire.domain.extraction.claims.lexicon.word_list import word_set

NOUNS = {
    "N_JOIN": "accession membership entry admission admittance candidature candidacy entrance "
    "membership-status",
    "N_SIGN": "ratification signing signature",
    "N_ADOPT": "adoption changeover switchover",
    "N_RETURN": "return re-entry rejoining",
    "N_JOIN SEAT": "seat seats place",
    "RIGHTS": "rights",
    "TERM": "term terms stint tenure mandate",
    "N_INVITE INVITE": "invitation invitations",
    "FLAG": "flag flags",
    "PAPER": "letter letters",
    "NOD": "nod",
    "PLEA": "plea pleas approach approaches overture overtures advances petition petitions",
    "N_LEAVE": "withdrawal exit departure pullout pull-out secession denunciation renunciation "
    "repudiation abrogation",
    "N_SUSPEND": "suspension",
    "N_EXPEL": "expulsion exclusion ouster ejection removal",
    "N_REINSTATE": "readmission re-admission reinstatement",
    "N_PART": "participation involvement part",
    "APPLY TAIL": "application applications bid bids talks negotiations negotiation candidacy "
    "candidature "
    "candidate request requests",
    "APPLY NOTICE": "notification notice",
    "CONSIDER TAIL": "hopes hope plan plans ambition ambitions aspiration aspirations prospect "
    "prospects "
    "chances chance dream dreams goal perspective drive push campaign question debate issue future "
    "possibility proposal idea vote referendum plebiscite offer quest path road progress "
    "preparations "
    "timetable pledge threat promise proceedings",
    "TAIL": "protocol protocols treaty process agreement procedure instrument deal documents "
    "document papers "
    "pact accord plebiscite decree bill law order package packages",
    "CONSIDER": "desire determination wish threats call calls demand demands intention "
    "intentions interest "
    "case risk "
    "steps step way willingness readiness motion pressure reluctance fears fear advice appetite "
    "support "
    "opposition objections objection warning attempt attempts effort efforts move moves "
    "suggestion suggestions "
    "opponents supporters critics backers advocates motion petition",
    "INTENT": "intent intention intentions plan plans",
    "APPROVE": "decision agreement approval deal order law bill announcement invitation decree "
    "resolution "
    "consent authorisation authorization go-ahead greenlight choice",
    "DOC": "declaration resolution motion law bill statement document manifesto decree plan "
    "amendment clause",
    "N_BREXIT": "brexit",
    "PROCESS": "process procedure procedures formalities",
    "REJECT": "refusal rejection unwillingness impossible impossibility",
    "BLOCK": "veto objection vetoes",
    "FUT": "notice ",
    "VETO_TAIL": "fee fees dues card cards criteria terms rules conference committee chapter "
    "rights benefits "
    "requirements points visas bans controls restrictions permits ceremony ceremonies rates "
    "levels conditions obligations costs contributions drive-in figures numbers",
}

MODIFIERS = {
    "CONSIDER": "against "
    "possible potential potentially eventual proposed likely unlikely prospective "
    "hypothetical "
    "threatened ready willing keen eager interested reluctant open optimistic hopeful free able "
    "inevitable "
    "unable possibly maybe perhaps future tempted eligible prepared",
    "FUT": "will shall 'll upcoming impending imminent poised due bound planned scheduled about "
    "forthcoming",
    "COND": "if unless whether could might may should can must cannot lest",
    "WOULD": "would 'd",
    "ALMOST": "almost nearly",
    "NEG": "not n't never no without neither nor nobody none won't wouldn't doesn't don't didn't "
    "isn't "
    "aren't hasn't haven't can't couldn't shouldn't wasn't weren't",
    "BE": "is are was were be been being am 's",
    "HAVE": "has have had having",
    "DO": "does do did",
    "ADV": "also already now then formally officially finally soon recently just immediately "
    "unanimously "
    "jointly fully successfully effectively simply again later still only once today yesterday "
    "tomorrow "
    "even eventually tonight first together permanently temporarily unilaterally partially largely "
    "provisionally conditionally currently earlier both all ever quickly reportedly previously "
    "swiftly "
    "monday tuesday wednesday thursday friday saturday sunday not symbolically twice "
    "overwhelmingly "
    "narrowly initially automatically too thereby legally abruptly suddenly publicly separately "
    "instead "
    "so far yet long ago definitively irrevocably actually really further duly itself themselves",
    "PREP": "of in to from by for with at on into against about over under without despite amid "
    "during through "
    "upon towards toward between among onto off within via as like near around across behind "
    "beyond unlike "
    "following including regarding concerning because pending per vs versus alongside before "
    "after since until than "
    "ahead up out",
    "SUBORD": "after since before when once until while although though because as following "
    "where whereas",
    "REL": "which who whose whom that where",
    "CONJ": "and or but nor & plus yet",
    "DET": "the a an this that these those its their his her our your my any every each some "
    "another "
    "other such all both no",
    "PRON": "it they he she we i them him us you itself themselves",
    "POSS": "its their his her",
    "NEXT": "new newest latest next full fully-fledged founding official associate first last "
    "second third "
    "slightest least remotest permanent regular ordinary sole only youngest oldest formal equal "
    "state voting "
    "second-newest fellow",
}

NUMBERS = {
    "NUM": "two three four five six seven eight nine ten eleven twelve dozen dozens hundreds half",
}

HEADS = {
    "MEMBER": "shareholder shareholders "
    "ally allies member members member-state member-states signatory signatories "
    "participant participants",
    "PARTY": "party parties partner partners",
    "NATION": "country countries nation nations state states government governments republic "
    "economy economies territory one",
    "CANDIDATE": "candidate candidates",
    "OBSERVER": "observer observers",
}

REPRESENTATIVES = word_set(
    "government governments parliament parliaments president presidents minister ministers "
    "premier premiers "
    "cabinet cabinets junta juntas leader leaders lawmakers legislators mps voters people "
    "parliamentarians "
    "senate congress duma rada knesset bundestag sejm riksdag seimas saeima storting folketing "
    "althing althingi riigikogu oireachtas dáil eduskunta majlis "
    "chancellor king queen emir sultan monarch prince authorities administration legislature "
    "assembly "
    "foreign-ministry ministry diplomats officials official rulers ruler regime electorate "
    "citizens "
    "ambassador envoy delegation negotiators generals military-government opposition court courts "
    "deputies senators house chamber representatives lawmaker coalition-government parties "
    "ministry spokesman "
    "spokeswoman spokesperson diplomat secretary chief prime-minister premier's governments' "
    "palace head heads "
    "council-of-state constituent conservatives ministers' state speaker council delegates "
    "soldiers military army"
)
HOUSES = {
    "duma": "RU", "rada": "UA", "knesset": "IL", "bundestag": "DE", "sejm": "PL", "riksdag": "SE",
    "storting": "NO", "folketing": "DK", "althing": "IS", "althingi": "IS", "seimas": "LT",
    "saeima": "LV", "riigikogu": "EE", "oireachtas": "IE", "dail": "IE", "dáil": "IE",
    "eduskunta": "FI", "majlis": "IR",
}  # fmt: skip
"""Parliaments that are known by a name of their own, and their states (ISO 3166)."""
BODY_AGENTS = word_set(
    "leaders ministers members member states state nations nation summit countries country "
    "allies council assembly "
    "parliament commission ambassadors chief chiefs lawmakers officials heads secretary-general "
    "governments "
    "executive board secretariat partners envoys presidency diplomats head president meps "
    "finance foreign defence "
    "defense central bank court judges governors conference body bodies"
)
GENERIC_PARTY = word_set(
    "country nation island kingdom republic state sultanate emirate archipelago newcomer "
    "government parliament "
    "junta"
)
GENERIC_BODY = word_set(
    "alliance bloc pact treaty organisation organization group grouping union club body "
    "convention accord "
    "agreement court coalition cartel community association forum partnership council protocol "
    "tribunal "
    "commission agency initiative commonwealth zone area mechanism market fund bank league "
    "system statute "
    "deal charter covenant"
)
TURNS = {
    "suspend": word_set("suspension freeze freezing pause"),
    "expel": word_set("expulsion termination revocation cancellation cessation loss end"),
    "reinstate": word_set("restoration resumption reinstatement readmission"),
}
"""Nouns that say what becomes of a membership: "the termination of its membership"."""
