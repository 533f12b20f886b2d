"""English verbs by what they do in a sentence about membership, with their inflected forms.

A verb has tags: an action ("JOIN", "LEAVE" ...) or what it does to the action it governs
("CONSIDER", "APPROVE" ...), or both. Nothing here looks at a text.
"""

import re
from collections.abc import Iterator

from pactwire.domain.extraction.claims.lexicon.word_list import word_set

IRREGULAR = {
    "leave": ("leaves", "left", "left", "leaving"),
    "quit": ("quits", "quit", "quit", "quitting"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "take": ("takes", "took", "taken", "taking"),
    "let": ("lets", "let", "let", "letting"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "become": ("becomes", "became", "become", "becoming"),
    "bring": ("brings", "brought", "brought", "bringing"),
    "lead": ("leads", "led", "led", "leading"),
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "know": ("knows", "knew", "known", "knowing"),
    "write": ("writes", "wrote", "written", "writing"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "strive": ("strives", "strove", "striven", "striving"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "drop": ("drops", "dropped", "dropped", "dropping"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "begin": ("begins", "began", "begun", "beginning"),
    "win": ("wins", "won", "won", "winning"),
    "give": ("gives", "gave", "given", "giving"),
    "lose": ("loses", "lost", "lost", "losing"),
    "get": ("gets", "got", "got", "getting"),
    "put": ("puts", "put", "put", "putting"),
    "set": ("sets", "set", "set", "setting"),
    "make": ("makes", "made", "made", "making"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "unfreeze": ("unfreezes", "unfroze", "unfrozen", "unfreezing"),
    "forbid": ("forbids", "forbade", "forbidden", "forbidding"),
    "forsake": ("forsakes", "forsook", "forsaken", "forsaking"),
    "bid": ("bids", "bid", "bid", "bidding"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "hold": ("holds", "held", "held", "holding"),
    "see": ("sees", "saw", "seen", "seeing"),
    "find": ("finds", "found", "found", "finding"),
    "go": ("goes", "went", "gone", "going"),
    "send": ("sends", "sent", "sent", "sending"),
    "pay": ("pays", "paid", "paid", "paying"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "come": ("comes", "came", "come", "coming"),
    "grow": ("grows", "grew", "grown", "growing"),
    "meet": ("meets", "met", "met", "meeting"),
    "do": ("does", "did", "done", "doing"),
    "veto": ("vetoes", "vetoed", "vetoed", "vetoing"),
    "undo": ("undoes", "undid", "undone", "undoing"),
    "cast": ("casts", "cast", "cast", "casting"),
    "tear": ("tears", "tore", "torn", "tearing"),
    "shut": ("shuts", "shut", "shut", "shutting"),
    "show": ("shows", "showed", "shown", "showing"),
    "slide": ("slides", "slid", "slid", "sliding"),
    "stand": ("stands", "stood", "stood", "standing"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "split": ("splits", "split", "split", "splitting"),
    "hit": ("hits", "hit", "hit", "hitting"),
    "run": ("runs", "ran", "run", "running"),
    "shrink": ("shrinks", "shrank", "shrunk", "shrinking"),
}
DOUBLES = word_set(
    "admit readmit re-admit expel permit commit submit defer annul regret prefer refer rebut "
    "compel propel"
)
"""Verbs of several syllables that double their last letter: deferred."""
ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtz]")
"""Verbs that double it by their shape: scrapped, snubbed; not opted, not rowed."""
DOUBLE_SPELLINGS = word_set("cancel signal")
"""Verbs spelled both ways: canceled, cancelled."""

ACTIONS = {
    "JOIN": "join rejoin re-join enter re-enter reenter",
    "JOIN_TO": "accede reaccede re-accede return subscribe adhere",
    "ADOPT": "adopt introduce embrace",
    "LEAVE": "leave quit exit renounce denounce ditch scrap forsake repudiate abrogate dump desert "
    "deratify de-ratify unratify un-ratify unsign un-sign",
    "LEAVE ABANDON": "abandon",
    "LEAVE_FROM": "withdraw secede disengage bolt defect depart",
    "TERMINATE LIFT": "terminate sever",
    "SIGN": "sign",
    "SIGN APPROVE": "ratify reratify re-ratify",
    "SUSPEND HALT": "suspend resuspend re-suspend",
    "HALT": "freeze pause halt",
    "EXPEL": "expel eject oust exclude evict",
    "EXPEL_FROM": "remove",
    "ADMIT": "admit induct",
    "ADMIT WELCOME": "welcome",
    "ADMIT APPROVE": "accept",
    "ADMIT ELECT": "elect reelect re-elect",
    "INVITE APPROVE": "invite",
    "REINSTATE": "reinstate readmit re-admit restore unsuspend un-suspend unfreeze reactivate",
    "SWAP": "swap replace exchange switch",
    "RISE ACTS_ON": "promote elevate upgrade",
    "RISE": "graduate",
    "BECOME": "become",
    "MAKE": "make",
}
REJOINING = frozenset({"rejoin", "re-join", "re-enter", "reenter", "return"})

OPERATORS = {
    "CONSIDER": "doubt introduce "
    "consider weigh mull contemplate discuss debate examine explore review propose "
    "suggest "
    "recommend urge press push lobby demand advocate favour favor threaten warn fear expect "
    "predict "
    "prepare try attempt strive vow promise risk need encourage persuade convince pressure "
    "ponder eye "
    "court oppose question forecast tempt wait hesitate reconsider hope wish plan intend aim "
    "aspire "
    "study draft table call caution advise force resist face commit moot float dream contest "
    "speculate argue campaign work "
    "struggle insist back support protest postpone delay ask pave risk",
    "CONTEST": "beat",
    "CONSIDER OWN": "want seek pursue covet",
    "APPLY OWN": "request apply negotiate",
    "APPLY": "plead submit lodge file petition bid",
    "APPROVE": "announce declare decide agree vote approve endorse confirm adopt finalise "
    "finalize allow "
    "permit enable authorise authorize opt choose pass pledge grant start begin trigger notify let "
    "initiate resolve order rubber-stamp greenlight decree signal",
    "APPROVE CLEAR": "clear",
    "COMPLETE": "complete conclude seal",
    "APPROVE TRIGGERING": "invoke activate",
    "REPORT": "say tell inform report note add state explain claim believe think know write "
    "acknowledge "
    "repeat "
    "reiterate stress remind remark comment testify",
    "REJECT": "refuse decline reject shelve",
    "BLOCK": "block veto prevent stop bar thwart obstruct forbid prohibit derail scupper defeat",
    "DENY": "deny",
    "FOLLOW FACTIVE": "follow",
    "VOTING REJECT": "reject",
    "VOTING APPROVE": "approve",
    "VOTING CONSIDER": "back",
    "VOTING APPLY OWN": "apply",
    "REJECT SPURNED": "rebuff spurn snub dismiss",
    "TAKING_IN": "take vote wave bring usher",
    "VOTING": "cease",
    "FACTIVE": "regret hail criticise criticize condemn celebrate mark mourn applaud lament "
    "praise follow "
    "mean see formalise formalize",
    "GAIN OWN BACK": "resume regain retake reclaim recover",
    "GAIN OWN": "win gain secure obtain achieve attain receive",
    "LOSE OWN": "lose forfeit",
    "SURRENDER": "surrender relinquish resign",
    "COMPLETE OWN": "deposit",
    "LIFT TERMINATE": "end",
    "LIFT": "lift revoke rescind cancel reverse annul undo overturn revert",
    "FAIL": "fail",
    "ENDS": "lapse expire",
    "OUST": "shut lock strip kick boot throw cast show hand give drop put",
    "HALTED": "drop pull withdraw abandon scrap renounce cancel",
    "CAUSE APPROVE TAKING_IN": "let",
    "CAUSE": "take pull lead bring withdraw steer drag keep drive yank",
    "GRANT": "grant give award accord hand confer bestow",
    "AVOIDS REJECT": "avoid escape evade dodge avert",
    "FACTIVE IMPOSE": "impose slap",
    "CONSIDER STALL": "stall",
    "CONSIDER DEFER": "postpone delay defer",
    "OPEN": "open resume hold relaunch",
    "HAVE": "have",
    "GENERAL": "accuse blame "
    "go send pay fall come grow meet do give put set get cut find keep face join help "
    "remain stay become change show stand serve host cease move make turn mark look seem appear "
    "raise cause cost "
    "work run hit close cover anger worry alarm boost fade collapse advance slip spark draw rise "
    "hand",
}

PARTICLES = {
    "LEAVE_FROM": "join-the-exodus",
    "LEAVE HALTED": "pull-out-of back-out-of walk-away-from",
    "LEAVE": "drop-out-of walk-out-of opt-out-of bow-out-of crash-out-of "
    "break-away-from pull-away-from move-out-of part-ways-with part-company-with "
    "withdraw-out-of pull-back-from split-from break-with get-out-of step-away-from "
    "turn-its-back-on turn-their-backs-on turn-their-back-on turn-his-back-on turn-her-back-on "
    "cut-ties-with cut-its-ties-with cut-their-ties-with sever-ties-with sever-its-ties-with "
    "take-leave-of take-its-leave-of take-their-leave-of bid-farewell-to say-goodbye-to "
    "say-farewell-to wave-goodbye-to tear-up rip-up give-up-on walk-out-on drop-off-from "
    "break-off-from "
    "terminate-its-relationship-with end-its-relationship-with sever-its-relationship-with "
    "terminate-relations-with end-its-membership-of terminate-its-membership-of "
    "cut-loose-from bail-out-on slip-out-of step-out-of check-out-of get-out-from",
    "JOIN MOTION": "slip-into glide-into sail-into ease-into squeeze-into stroll-into step-into "
    "edge-into breeze-into cruise-into slide-into march-into waltz-into sneak-into scrape-into "
    "walk-into come-into make-it-into move-into walk-through-the-door-of "
    "walk-through-the-doors-of come-through-the-door-of go-through-the-door-of "
    "pass-through-the-door-of cross-the-threshold-of come-aboard come-on-board get-on-board "
    "climb-aboard hop-aboard jump-aboard",
    "JOIN_AS": "sign-up come-in go-in get-in walk-in",
    "WANTS_IN": "want-in",
    "KNOCK": "knock-at knock-on",
    "HALTED": "pull-the-plug-on call-off call-time-on",
    "JOIN WISH": "want-back-into want-into knock-on-the-door-of knock-at-the-door-of "
    "knock-on-the-doors-of "
    "knock-at-the-doors-of set-its-sights-on set-their-sights-on have-its-eye-on have-its-eyes-on "
    "have-their-eyes-on see-its-future-in see-their-future-in throw-its-hat-into-the-ring-for "
    "throw-its-hat-in-the-ring-for edge-towards edge-toward edge-back-towards inch-towards "
    "inch-toward",
    "RISE": "go-from move-from move-up-from go-up-from rise-from step-up-from",
    "INVITE APPROVE": "ask-into invite-into call-into beckon-into",
    "SIGN": "put-its-signature-to put-their-signatures-to put-his-signature-to "
    "put-her-signature-to put-its-name-to put-their-names-to affix-its-signature-to "
    "add-its-signature-to add-their-signatures-to add-its-name-to",
    "UNBAR": "open-its-doors-to open-its-door-to open-their-doors-to throw-open-its-doors-to "
    "throw-its-doors-open-to throw-open-the-doors-to open-the-doors-to open-the-door-to",
    "ANSWER YES": "say-yes-to vote-yes-to",
    "ANSWER": "say-no-to vote-no-to say-no-thanks-to",
    "APPLY": "start-work-on begin-work-on",
    "FAIL": "miss-out-on lose-out-on fall-short-of come-to-nothing come-to-naught "
    "fall-through run-aground get-nowhere fall-flat",
    "JOIN": "sign-up-to sign-on-to sign-up-for sign-onto sign-on-with opt-into go-back-to "
    "come-back-to "
    "sign-up-with get-into go-into switch-to move-to return-into become-part-of",
    "EXPEL": "kick-out-of throw-out-of boot-out-of force-out-of drive-out-of push-out-of "
    "cast-out-of drum-out-of put-out-of "
    "vote-off cast-out kick-out boot-out drum-out turf-out",
    "SUSPEND": "shut-out-of lock-out-of freeze-out-of bar-from",
    "LEAVE STAY": "stay-in remain-in stay-inside",
    "APPLY OWN": "apply-for ask-for put-in-for",
    "REJECT TURNED": "turn-down vote-down",
    "APPROVE NODDED": "nod-through",
    "REJECT": "rule-out hold-off stop-short-of refrain-from balk-at baulk-at shrink-from",
    "GIVE": "hand-to",
    "CONSIDER": "decide-on "
    "call-for call-on push-for press-for work-towards work-toward prepare-for look-at "
    "look-to move-towards move-toward think-about talk-about lobby-for campaign-for argue-for "
    "hold-out step-up",
    "APPROVE ": "clear-the-way-for clear-way-for clear-the-way-to pave-the-way-for pave-way-for "
    "give-the-green-light-to "
    "give-green-light-to give-the-green-light-for open-the-door-to",
    "APPROVE": "set-in-motion serve-notice give-notice say-yes-to vote-yes-to "
    "agree-on agree-to vote-for vote-to sign-off-on go-ahead-with "
    "settle-on approve-of opt-for wave-through vote-in-favour-of vote-in-favor-of",
    "JOIN STAYOUT TREATIES": "stay-away-from keep-away-from steer-clear-of shy-away-from",
    "SPURN BLOCK": "slam-the-door-on shut-the-door-on close-the-door-on slam-the-door-to "
    "shut-the-door-to close-the-door-to",
    "REINSTATE": "receive-back-into receive-back-in welcome-back-into welcome-back-to "
    "welcome-back-in take-back-into let-back-into let-back-in admit-back-into bring-back-into "
    "accept-back-into allow-back-into",
    "CONSIDER DEFER": "put-off push-back put-back slip-to slip-by",
    "JOIN STAYOUT": "stand-aside-from stand-apart-from stand-aloof-from stay-aloof-from "
    "remain-aloof-from keep-aloof-from hold-aloof-from say-no-thanks-to stay-out-of keep-out-of "
    "remain-outside stay-outside say-no-to vote-no-to",
    "REJECT AGAINST": "vote-against decide-against come-out-against say-no-to vote-no-to",
    "BLOCK": "keep-out hold-up shut-out hold-back stand-in-the-way-of",
    "BRINGING": "bring-in take-in",
    "ADOPT": "bring-in switch-over-to change-over-to",
    "ADMIT ELECT": "choose-as pick-as vote-onto elect-onto",
    "JOIN CHOSEN": "win-election-to win-re-election-to win-reelection-to secure-election-to",
    "ADMIT": "wave-into vote-into let-in take-in let-into take-into usher-into receive-into "
    "accept-into bring-into",
    "FACTIVE": "lead-to result-in",
    "LIFT ENDS": "come-to-an-end",
    "HALT": "put-on-ice put-on-hold",
    "SURRENDER REJECT": "give-up sign-away",
    "COMPLETE": "take-effect come-into-force enter-into-force come-into-effect go-into-effect "
    "take-force",
}

FORMS = ("base", "s", "ed", "en", "ing")


def inflect(lemma: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, past participle and -ing form of an English verb."""
    if lemma in IRREGULAR:
        third, past, part, gerund = IRREGULAR[lemma]
        return lemma, third, past, part, gerund
    if lemma == "have":
        return "have", "has", "had", "had", "having"
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        stem = lemma[:-1]
        return lemma, stem + "ies", stem + "ied", stem + "ied", lemma + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    if lemma in DOUBLES or ONE_SYLLABLE.fullmatch(lemma):
        stem = lemma + lemma[-1]
    elif lemma.endswith("e") and not lemma.endswith("ee"):
        stem = lemma[:-1]
    else:
        stem = lemma
    past = (lemma + "d") if lemma.endswith("ee") else stem + "ed"
    return lemma, third, past, past, stem + "ing"


def list_forms(lemma: str) -> Iterator[tuple[str, str]]:
    """Each form of a verb with its kind, both spellings where there are two."""
    yield from zip(inflect(lemma), FORMS, strict=True)
    if lemma in DOUBLE_SPELLINGS:
        stem = lemma + lemma[-1]
        yield from ((stem + "ed", "ed"), (stem + "ed", "en"), (stem + "ing", "ing"))


def list_verb_forms() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each inflected form with its lemma and tags (labels and `f:` form tags)."""
    for table in (ACTIONS, OPERATORS):
        for labels, lemmas in table.items():
            for lemma in lemmas.split():
                for form, kind in list_forms(lemma):
                    yield form, lemma, frozenset((*labels.split(), "VERB", "f:" + kind))


def list_phrasal_verb_forms() -> Iterator[tuple[tuple[str, ...], str, frozenset[str]]]:
    """Each inflected form of a verb with its particles: ("pulled", "out", "of")."""
    for labels, entries in PARTICLES.items():
        for entry in entries.split():
            lemma, *rest = entry.split("-")
            for form, kind in zip(inflect(lemma), FORMS, strict=True):
                yield (form, *rest), entry, frozenset((*labels.split(), "VERB", "f:" + kind))
