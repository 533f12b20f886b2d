"""French and Spanish verb forms of the third person, each with its tense; looks at no text."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

Tense = Literal["inf", "pres", "past", "fut", "cond", "subj", "part", "ger"]


class VerbForm(NamedTuple):
    """One spelling of a verb and the tense it shows."""

    spelling: str
    tense: Tense


FRENCH_IRREGULAR = """
rejoindre rejoint rejoignent rejoign rejoignit rejoindr rejoint rejoigne
suspendre suspend suspendent suspend suspendit suspendr suspendu suspende
exclure exclut excluent exclu exclut exclur exclu exclue
conclure conclut concluent conclu conclut conclur conclu conclue
admettre admet admettent admett admit admettr admis admette
réadmettre réadmet réadmettent réadmett réadmit réadmettr réadmis réadmette
permettre permet permettent permett permit permettr permis permette
promettre promet promettent promett promit promettr promis promette
remettre remet remettent remett remit remettr remis remette
mettre met mettent mett mit mettr mis mette
soumettre soumet soumettent soumett soumit soumettr soumis soumette
accueillir accueille accueillent accueill accueillit accueiller accueilli accueille
devenir devient deviennent deven devint deviendr devenu devienne
redevenir redevient redeviennent redeven redevint redeviendr redevenu redevienne
revenir revient reviennent reven revint reviendr revenu revienne
obtenir obtient obtiennent obten obtint obtiendr obtenu obtienne
soutenir soutient soutiennent souten soutint soutiendr soutenu soutienne
prévenir prévient préviennent préven prévint préviendr prévenu prévienne
démentir dément démentent dément démentit démentir démenti démente
consentir consent consentent consent consentit consentir consenti consente
craindre craint craignent craign craignit craindr craint craigne
savoir sait savent sav sut saur su sache
convenir convient conviennent conven convint conviendr convenu convienne
geler gèle gèlent gel gela gèler gelé gèle
élire élit élisent élis élut élir élu élise
croire croit croient croy crut croir cru croie
parvenir parvient parviennent parven parvint parviendr parvenu parvienne
intervenir intervient interviennent interven intervint interviendr intervenu intervienne
sortir sort sortent sort sortit sortir sorti sorte
partir part partent part partit partir parti parte
vouloir veut veulent voul voulut voudr voulu veuille
prévoir prévoit prévoient prévoy prévit prévoir prévu prévoie
dire dit disent dis dit dir dit dise
interdire interdit interdisent interdis interdit interdir interdit interdise
prédire prédit prédisent prédis prédit prédir prédit prédise
lever lève lèvent lev leva lèver levé lève
appeler appelle appellent appel appela appeller appelé appelle
rejeter rejette rejettent rejet rejeta rejetter rejeté rejette
débattre débat débattent débatt débattit débattr débattu débatte
offrir offre offrent offr offrit offrir offert offre
ouvrir ouvre ouvrent ouvr ouvrit ouvrir ouvert ouvre
rouvrir rouvre rouvrent rouvr rouvrit rouvrir rouvert rouvre
prendre prend prennent pren prit prendr pris prenne
reprendre reprend reprennent repren reprit reprendr repris reprenne
entreprendre entreprend entreprennent entrepren entreprit entreprendr entrepris entreprenne
entendre entend entendent entend entendit entendr entendu entende
attendre attend attendent attend attendit attendr attendu attende
défendre défend défendent défend défendit défendr défendu défende
poursuivre poursuit poursuivent poursuiv poursuivit poursuivr poursuivi poursuive
convaincre convainc convainquent convainqu convainquit convaincr convaincu convainque
faire fait font fais fit fer fait fasse
perdre perd perdent perd perdit perdr perdu perde
recevoir reçoit reçoivent recev reçut recevr reçu reçoive
souscrire souscrit souscrivent souscriv souscrivit souscrir souscrit souscrive
"""

SPANISH_IRREGULAR = """
adherir adhiere adhieren adhirió adhirieron adherir adherido adhiera
salir sale salen salió salieron saldr salido salga
convertir convierte convierten convirtió convirtieron convertir convertido convierta
excluir excluye excluyen excluyó excluyeron excluir excluido excluya
restituir restituye restituyen restituyó restituyeron restituir restituido restituya
querer quiere quieren quiso quisieron querr querido quiera
pedir pide piden pidió pidieron pedir pedido pida
impedir impide impiden impidió impidieron impedir impedido impida
decir dice dicen dijo dijeron dir dicho diga
aprobar aprueba aprueban aprobó aprobaron aprobar aprobado apruebe
acordar acuerda acuerdan acordó acordaron acordar acordado acuerde
volver vuelve vuelven volvió volvieron volver vuelto vuelva
abrir abre abren abrió abrieron abrir abierto abra
reabrir reabre reabren reabrió reabrieron reabrir reabierto reabra
pensar piensa piensan pensó pensaron pensar pensado piense
mantener mantiene mantienen mantuvo mantuvieron mantendr mantenido mantenga
oponer opone oponen opuso opusieron opondr opuesto oponga
elegir elige eligen eligió eligieron elegir elegido elija
recordar recuerda recuerdan recordó recordaron recordar recordado recuerde
obtener obtiene obtienen obtuvo obtuvieron obtendr obtenido obtenga
poner pone ponen puso pusieron pondr puesto ponga
proponer propone proponen propuso propusieron propondr propuesto proponga
perder pierde pierden perdió perdieron perder perdido pierda
concluir concluye concluyen concluyó concluyeron concluir concluido concluya
empezar empieza empiezan empezó empezaron empezar empezado empiece
comenzar comienza comienzan comenzó comenzaron comenzar comenzado comience
sugerir sugiere sugieren sugirió sugirieron sugerir sugerido sugiera
advertir advierte advierten advirtió advirtieron advertir advertido advierta
desmentir desmiente desmienten desmintió desmintieron desmentir desmentido desmienta
negar niega niegan negó negaron negar negado niegue
hacer hace hacen hizo hicieron har hecho haga
suscribir suscribe suscriben suscribió suscribieron suscribir suscrito suscriba
prever prevé prevén previó previeron prever previsto prevea
confiar confía confían confió confiaron confiar confiado confíe
dar da dan dio dieron dar dado dé
solicitar solicita solicitan solicitó solicitaron solicitar solicitado solicite
"""


def parse_irregular_verbs(table: str) -> dict[str, list[str]]:
    """Lemma -> its principal parts."""
    rows = [line.split() for line in table.split("\n") if line]
    return {row[0]: row[1:] for row in rows}


FRENCH = parse_irregular_verbs(FRENCH_IRREGULAR)
SPANISH = parse_irregular_verbs(SPANISH_IRREGULAR)


def conjugate_french(lemma: str) -> Iterator[VerbForm]:
    """All forms of a French verb."""
    if lemma in FRENCH:
        single, plural, imperfect, simple, future, part, subjunctive = FRENCH[lemma]
    elif lemma.endswith("er"):
        single, plural, imperfect, simple, future, part, subjunctive = derive_principal_parts(lemma)
    else:
        stem = lemma[:-1]
        single, plural, imperfect = stem + "t", stem + "ssent", stem + "ss"
        simple, future, part, subjunctive = stem + "t", lemma, stem, stem + "sse"
    yield VerbForm(lemma, "inf")
    yield from (VerbForm(form, "pres") for form in (single, plural, imperfect + "ons"))
    yield from (VerbForm(imperfect + end, "past") for end in ("ait", "aient"))
    plural_past = lemma[:-2] + "èrent" if simple.endswith("a") else simple[:-1] + "rent"
    yield from (VerbForm(form, "past") for form in (simple, plural_past))
    yield from (VerbForm(future + end, "fut") for end in ("a", "ont", "ons"))
    yield from (VerbForm(future + end, "cond") for end in ("ait", "aient"))
    yield from (VerbForm(form, "subj") for form in (subjunctive, subjunctive + "nt"))
    plural_end = "" if part.endswith("s") else "s"
    yield from (
        VerbForm(form, "part") for form in (part, part + "e", part + plural_end, part + "es")
    )
    yield VerbForm(imperfect + "ant", "ger")


CLOSED = frozenset("aeiouy")


def derive_principal_parts(lemma: str) -> tuple[str, str, str, str, str, str, str]:
    """Principal parts of a verb in -er, with the turns of its last vowel and consonant."""
    stem = lemma[:-2]
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    open_stem = stem
    acute = stem.rfind("é")
    if acute >= 0 and acute in {len(stem) - 2, len(stem) - 3} and CLOSED.isdisjoint(stem[acute:]):
        open_stem = stem[:acute] + "è" + stem[acute + 1 :]
    return (
        open_stem + "e", open_stem + "ent", soft, soft + "a", stem + "er", stem + "é",
        open_stem + "e",
    )  # fmt: skip


SPANISH_ENDINGS = {
    "ar": ("a", "an", "ó", "aron", "ado", "e", "ando", "aba"),
    "er": ("e", "en", "ió", "ieron", "ido", "a", "iendo", "ía"),
    "ir": ("e", "en", "ió", "ieron", "ido", "a", "iendo", "ía"),
}
SOFTENED = (("car", "qu"), ("gar", "gu"), ("zar", "c"))


def conjugate_spanish(lemma: str) -> Iterator[VerbForm]:
    """All forms of a Spanish verb, the infinitive with "se" written on to it."""
    stem, ending = lemma[:-2], lemma[-2:]
    ends = SPANISH_ENDINGS[ending]
    soft = next((lemma[:-3] + to for last, to in SOFTENED if lemma.endswith(last)), stem)
    single, plural, past, pasts, part, future = (
        stem + ends[0], stem + ends[1], stem + ends[2], stem + ends[3], stem + ends[4], lemma,
    )  # fmt: skip
    subjunctive = soft + ends[5]
    if lemma in SPANISH:
        single, plural, past, pasts, future, part, subjunctive = SPANISH[lemma]
    yield from (VerbForm(form, "inf") for form in (lemma, lemma + "se", lemma + "lo", lemma + "la"))
    we = stem + {"ar": "amos", "er": "emos", "ir": "imos"}[ending]
    yield from (VerbForm(form, "pres") for form in (single, plural, we))
    yield from (
        VerbForm(form, "past") for form in (past, pasts, stem + ends[7], stem + ends[7] + "n")
    )
    yield from (VerbForm(future + end, "fut") for end in ("á", "án", "emos"))
    yield from (VerbForm(future + end, "cond") for end in ("ía", "ían"))
    yield from (VerbForm(form, "subj") for form in (subjunctive, subjunctive + "n"))
    imperfect = pasts[:-2] + "a"
    yield from (VerbForm(form, "subj") for form in (imperfect, imperfect + "n"))
    base = part[:-1]
    yield from (VerbForm(base + end, "part") for end in ("o", "a", "os", "as"))
    yield VerbForm(stem + ends[6], "ger")
    yield VerbForm(stem + ends[6].replace("ando", "ándo").replace("iendo", "iéndo") + "se", "ger")
