"""French words of a membership sentence, read by the same grammar as the English ones.

`LOWS` gives function words the English form that the rules know.
"""

from collections.abc import Iterator

IRREGULAR = {
    "rejoindre": "rejoint rejoignent|rejoint rejointe rejoints|rejoindra "
    "rejoindront|rejoindrait|rejoignant",
    "suspendre": "suspend suspendent|suspendu suspendue suspendus suspendues|suspendra suspendront|"
    "suspendrait|suspendant",
    "exclure": "exclut excluent|exclu exclue exclus exclues|exclura excluront|exclurait|excluant",
    "admettre": "admet admettent|admis admise admises|admettra admettront|admettrait|admettant",
    "réadmettre": "réadmet réadmettent|réadmis réadmise|réadmettra "
    "réadmettront|réadmettrait|réadmettant",
    "accueillir": "accueille accueillent|accueilli "
    "accueillie|accueillera|accueillerait|accueillant",
    "devenir": "devient deviennent|devenu devenue devenus devenues|deviendra deviendront|"
    "deviendrait|devenant",
    "revenir": "revient reviennent|revenu revenue|reviendra reviendront|reviendrait|revenant",
    "sortir": "sort sortent|sorti sortie sortis|sortira sortiront|sortirait|sortant",
    "vouloir": "veut veulent|voulu|voudra voudront|voudrait voudraient|voulant",
    "prévoir": "prévoit prévoient|prévu prévue|prévoira|prévoirait|prévoyant",
    "dire": "dit disent|dit|dira|dirait|disant",
    "lever": "lève lèvent|levé levée|lèvera lèveront|lèverait|levant",
    "intégrer": "intègre intègrent|intégré intégrée|intégrera intégreront|intégrerait|intégrant",
    "réintégrer": "réintègre réintègrent|réintégré réintégrée "
    "réintégrés|réintégrera|réintégrerait|réintégrant",
    "adhérer": "adhère adhèrent|adhéré|adhérera adhéreront|adhérerait|adhérant",
    "accéder": "accède accèdent|accédé|accédera|accéderait|accédant",
    "espérer": "espère espèrent|espéré|espérera|espérerait|espérant",
    "obtenir": "obtient obtiennent|obtenu obtenue|obtiendra|obtiendrait|obtenant",
    "appeler": "appelle appellent|appelé|appellera|appellerait|appelant",
    "envisager": "envisage envisagent|envisagé|envisagera|envisagerait|envisageant",
    "menacer": "menace menacent|menacé|menacera|menacerait|menaçant",
    "rejeter": "rejette rejettent|rejeté rejetée|rejettera|rejetterait|rejetant",
    "annoncer": "annonce annoncent|annoncé|annoncera|annoncerait|annonçant",
    "renoncer": "renonce renoncent|renoncé|renoncera|renoncerait|renonçant",
    "dénoncer": "dénonce dénoncent|dénoncé dénoncée|dénoncera|dénoncerait|dénonçant",
}
VERBS = {
    "JOIN": "rejoindre intégrer",
    "REINSTATE": "réintégrer réadmettre",
    "LEAVE": "quitter dénoncer",
    "LEAVE ABANDON": "abandonner",
    "ADOPT": "adopter",
    "SIGN": "signer",
    "SIGN APPROVE": "ratifier",
    "SUSPEND HALT": "suspendre",
    "EXPEL": "exclure expulser",
    "ADMIT": "admettre",
    "ADMIT APPROVE": "accepter",
    "ADMIT WELCOME": "accueillir",
    "INVITE APPROVE": "inviter",
    "BECOME": "devenir",
    "CONSIDER": "espérer souhaiter envisager menacer prévoir appeler viser examiner proposer "
    "débattre",
    "CONSIDER OWN": "vouloir",
    "APPLY OWN": "demander",
    "APPLY": "déposer",
    "APPROVE": "annoncer décider approuver voter autoriser confirmer entamer",
    "REJECT": "refuser rejeter renoncer",
    "BLOCK": "bloquer",
    "LIFT": "lever annuler",
    "GAIN OWN": "obtenir",
    "REPORT": "dire affirmer déclarer assurer indiquer",
    "OPEN": "ouvrir",
}
PARTICLES = {
    "JOIN": "adhérer-à adhérer-au adhérer-aux entrer-dans entrer-à entrer-au entrer-en accéder-à "
    "revenir-dans revenir-à revenir-au retourner-dans adhérer-à-l'",
    "LEAVE": "se-retirer-de se-retirer-du se-retirer-des se-retirer-d' sortir-de sortir-du "
    "sortir-des",
}
ENDINGS = ("e ent", "é ée és ées", "era eront", "erait eraient", "ant")
FORM_TAGS = (("f:s",), ("f:ed", "f:en"), ("f:s", "f:fut"), ("f:s", "f:cond"), ("f:ing",))
NOUNS = {
    "N_JOIN": "adhésion entrée admission candidature",
    "N_LEAVE": "retrait sortie départ",
    "N_SUSPEND": "suspension",
    "N_EXPEL": "exclusion expulsion",
    "N_REINSTATE": "réintégration réadmission",
    "N_SIGN": "ratification signature",
    "N_PART": "participation",
    "APPLY TAIL": "demande demandes candidature négociations pourparlers",
    "CONSIDER TAIL": "référendum projet espoir ambition perspective",
    "CONSIDER": "appel menace",
    "APPROVE": "décision accord loi feu-vert",
    "REJECT": "refus",
    "BLOCK": "veto",
    "MEMBER": "membre membres",
    "NATION": "pays état états",
    "PARTY": "partie parties",
    "GBODY": "organisation alliance bloc union traité convention pacte accord communauté groupe",
    "GPARTY": "pays",
    "REP": "gouvernement parlement président ministre junte sénat assemblée premier électeurs",
    "NEXT": "nouveau nouvelle plein officiel officielle premier première",
    "DET": "le la les l' un une ce cette ces son sa ses leur leurs",
    "POSS": "son sa ses leur leurs",
    "CONJ": "et ou mais",
    "PREP": "de du des d' à au aux dans en par pour avec sur contre chez sous vers entre",
    "SUBORD": "après depuis avant lorsque quand",
    "REL": "qui dont que qu'",
    "COND": "si s' pourrait pourraient devrait peut",
    "NEG": "ne n' pas jamais sans",
    "BE": "est sont était étaient être été sera",
    "HAVE": "a ont avait avaient ayant",
    "ADV": "officiellement désormais déjà définitivement aussi également lundi mardi mercredi "
    "jeudi "
    "vendredi samedi dimanche pas ne n'",
    "PRON": "il elle ils elles",
}
LOWS = {
    "de": "of", "du": "of", "des": "of", "d'": "of", "à": "to", "au": "to", "aux": "to",
    "dans": "in", "en": "in", "par": "by", "pour": "for", "avec": "with", "et": "and", "ou": "or",
    "mais": "but", "que": "that", "qu'": "that", "qui": "which", "si": "if", "après": "after",
    "depuis": "since", "avant": "before", "quand": "when", "lorsque": "when", "son": "its",
    "sa": "its", "ses": "its", "leur": "their", "leurs": "their", "il": "it", "elle": "it",
    "ils": "they", "elles": "they", "comme": "as", "le": "the", "la": "the", "les": "the",
    "l'": "the", "est": "is", "sont": "are", "était": "was", "été": "been", "être": "be",
}  # fmt: skip


def forms(verb: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The forms of a verb with their tags."""
    yield verb, ("f:inf", "f:base")
    stem = verb[:-2]
    groups = IRREGULAR[verb].split("|") if verb in IRREGULAR else [
        " ".join(stem + ending for ending in group.split()) for group in ENDINGS
    ]  # fmt: skip
    for group, tags in zip(groups, FORM_TAGS, strict=True):
        for form in group.split():
            yield form, tags
