"""French words of membership sentences, each with the English words the claim rules know."""

VERBS = """
join=rejoindre intégrer
leave=quitter abandonner
denounce=dénoncer
sign=signer parapher
ratify=ratifier
adopt=adopter
suspend=suspendre
expel=exclure expulser radier évincer bannir
admit=admettre
accept=accepter
welcome=accueillir saluer
invite=inviter convier
reinstate=réintégrer réadmettre
become=devenir redevenir
withdraw=retirer
hope=espérer
wish=souhaiter
want=vouloir désirer
plan=envisager prévoir projeter planifier compter
consider=étudier examiner considérer
threaten=menacer
call=appeler
aim=viser
propose=proposer recommander suggérer
debate=débattre discuter
prepare=préparer apprêter
try=tenter essayer chercher
promise=promettre jurer
urge=presser exhorter pousser
oppose=contester
support=soutenir appuyer défendre
fear=craindre redouter
expect=attendre
hesitate=hésiter
postpone=reporter repousser
request=demander réclamer solliciter
submit=déposer soumettre présenter formuler introduire
negotiate=négocier
announce=annoncer
decide=décider
declare=proclamer
approve=approuver avaliser
vote=voter
authorise=autoriser
allow=permettre
confirm=confirmer
notify=notifier
begin=entamer commencer lancer
open=ouvrir rouvrir
agree=consentir convenir
formalise=officialiser formaliser entériner
complete=achever finaliser parachever conclure
refuse=refuser
reject=rejeter écarter
renounce=renoncer
block=bloquer
prevent=empêcher
forbid=interdire
deny=démentir nier
lift=lever
cancel=annuler révoquer
obtain=obtenir réussir parvenir
lose=perdre
freeze=geler
warn=prévenir avertir
think=estimer juger penser croire
note=rappeler noter
stress=souligner marteler
reiterate=réaffirmer réitérer
elect=élire
demand=exiger
say=dire affirmer déclarer assurer indiquer expliquer préciser ajouter
know=savoir
celebrate=célébrer fêter
regret=regretter déplorer
condemn=condamner
criticise=critiquer
give=donner remettre
grant=accorder octroyer attribuer
receive=recevoir
resume=reprendre
"""
FRAMES = """
join=adhérer:à entrer:dans entrer:à entrer:en accéder:à se-joindre:à
rejoin=revenir:dans retourner:dans revenir:à
withdraw from=se-retirer:de
leave=sortir:de partir:de
subscribe to=souscrire:à
oppose=se-opposer:à
"""
"""Verbs that mean this with a preposition only; the preposition goes into the English verb."""
MOVING = "sortir entrer devenir redevenir revenir retourner partir parvenir"
NEUTRAL = (
    "claquer entrer sortir revenir retourner partir joindre souscrire accéder faire mettre prendre"
)
HAVE = {
    "a": "pres", "ont": "pres", "avait": "past", "avaient": "past", "aura": "fut",
    "auront": "fut", "aurait": "cond", "auraient": "cond", "ait": "pres", "aient": "pres",
    "avoir": "inf", "ayant": "ger", "avons": "pres",
}  # fmt: skip
BE = {
    "est": "pres", "sont": "pres", "était": "past", "étaient": "past", "fut": "past",
    "furent": "past", "sera": "fut", "seront": "fut", "serait": "cond", "seraient": "cond",
    "soit": "pres", "soient": "pres", "être": "inf", "étant": "ger", "été": "part",
}  # fmt: skip
MODALS = {
    "peut": "can", "peuvent": "can", "pourra": "may", "pourront": "may", "pourrait": "could",
    "pourraient": "could", "doit": "must", "doivent": "must", "devra": "must", "devront": "must",
    "devrait": "should", "devraient": "should", "puisse": "may", "puissent": "may",
    "va": "will", "vont": "will", "allons": "will", "allait": "would", "allaient": "would",
    "faut": "must", "saurait": "could",
}  # fmt: skip
AGO = ("il", "y", "a")
NEGATIONS = {"pas": "not", "jamais": "never", "plus": "no longer", "point": "not"}
PARTICLES = frozenset({"ne", "n'"})
CLITICS = frozenset({"se", "s'", "y", "le", "la", "l'", "les", "lui", "leur", "en"})
REFLEXIVE = frozenset({"se", "s'"})
LINKS = frozenset({"de", "d'", "à", "pour"})
CONTRACTED = {"du": "de", "des": "de", "au": "à", "aux": "à"}
TO_PARTY = frozenset({"à"})
ADVERBIAL = ("ment",)
SIMPLE_PAST = True
"""The perfect tells what is past: "a quitté" is "left"."""
MAY_MEAN_A_BODY = (
    r"\b(?:alliance|bloc|pacte|traité|organisation|groupe|union|convention|accord|cour|"
    r"communauté|ligue|conseil|adhésion|candidature|club|forum)\b"
)
