"""Spanish words of a membership sentence, read by the same grammar as the English ones.

`LOWS` gives function words the English form that the rules know.
"""

from collections.abc import Iterator

IRREGULAR = {
    "convertir": "convierte convierten|convirtió convirtieron|convertido convertida|convertirá|"
    "convertiría|convirtiendo",
    "adherir": "adhiere adhieren|adhirió adhirieron|adherido adherida|adherirá adherirán|adheriría|"
    "adhiriendo",
    "salir": "sale salen|salió salieron|salido|saldrá saldrán|saldría|saliendo",
    "excluir": "excluye excluyen|excluyó|excluido excluida|excluirá|excluiría|excluyendo",
    "querer": "quiere quieren|quiso|querido|querrá|querría|queriendo",
    "pedir": "pide piden|pidió pidieron|pedido|pedirá|pediría|pidiendo",
    "decir": "dice dicen|dijo dijeron|dicho|dirá|diría|diciendo",
    "aprobar": "aprueba aprueban|aprobó aprobaron|aprobado aprobada|aprobará|aprobaría|aprobando",
    "renunciar": "renuncia renuncian|renunció|renunciado|renunciará|renunciaría|renunciando",
    "volver": "vuelve vuelven|volvió|vuelto|volverá|volvería|volviendo",
    "estudiar": "estudia estudian|estudió|estudiado|estudiará|estudiaría|estudiando",
}
VERBS = {
    "JOIN": "integrar",
    "LEAVE": "abandonar dejar denunciar",
    "ADOPT": "adoptar",
    "SIGN": "firmar",
    "SIGN APPROVE": "ratificar",
    "SUSPEND HALT": "suspender",
    "EXPEL": "expulsar excluir",
    "ADMIT": "admitir",
    "ADMIT APPROVE": "aceptar",
    "REINSTATE": "readmitir reincorporar",
    "INVITE APPROVE": "invitar",
    "CONSIDER": "esperar planear amenazar proponer estudiar considerar debatir",
    "CONSIDER OWN": "querer buscar",
    "APPLY OWN": "solicitar pedir",
    "APPLY": "presentar",
    "APPROVE": "anunciar decidir aprobar votar acordar confirmar autorizar",
    "REJECT": "rechazar renunciar descartar",
    "BLOCK": "vetar bloquear",
    "LIFT": "levantar revocar",
    "REPORT": "decir afirmar asegurar declarar",
    "OPEN": "abrir",
}
PARTICLES = {
    "JOIN": "se~unir-to se~adherir-to se~incorporar-to ingresar-in ingresar-to entrar-in "
    "volver-to volver-in",
    "LEAVE": "se~retirar-of salir-of se~salir-of",
    "BECOME": "se~convertir-in",
}
PARTICLE_WORDS = {"to": ("a", "al"), "in": ("en",), "of": ("de", "del")}
ENDINGS = {
    "ar": ("a an", "ó aron", "ado ada ados adas", "ará arán", "aría arían", "ando"),
    "er": ("e en", "ió ieron", "ido ida idos idas", "erá erán", "ería erían", "iendo"),
    "ir": ("e en", "ió ieron", "ido ida idos idas", "irá irán", "iría irían", "iendo"),
}
FORM_TAGS = (("f:s",), ("f:ed",), ("f:en",), ("f:s", "f:fut"), ("f:s", "f:cond"), ("f:ing",))
NOUNS = {
    "N_JOIN": "adhesión ingreso entrada incorporación membresía admisión candidatura",
    "N_LEAVE": "retirada retiro salida",
    "N_SUSPEND": "suspensión",
    "N_EXPEL": "expulsión exclusión",
    "N_REINSTATE": "reincorporación readmisión",
    "N_RETURN": "regreso",
    "N_SIGN": "ratificación firma",
    "N_PART": "participación",
    "APPLY TAIL": "solicitud petición candidatura negociaciones",
    "CONSIDER TAIL": "referéndum plan aspiración",
    "APPROVE": "decisión acuerdo ley",
    "REJECT": "rechazo",
    "BLOCK": "veto",
    "MEMBER": "miembro miembros",
    "NATION": "país estado",
    "PARTY": "parte",
    "GBODY": "organización alianza bloque unión tratado convención pacto acuerdo comunidad grupo",
    "GPARTY": "país",
    "REP": "gobierno parlamento presidente ministro senado congreso asamblea",
    "NEXT": "nuevo nueva pleno plena primer primero primera oficial",
    "DET": "el la los las un una su sus este esta",
    "POSS": "su sus",
    "CONJ": "y e o pero",
    "PREP": "de del a al en por para con sobre contra hacia entre sin",
    "SUBORD": "tras después desde antes cuando",
    "REL": "que quien cual",
    "COND": "si podría podrían puede debería",
    "NEG": "no nunca jamás sin",
    "BE": "es son fue fueron ser sido será",
    "HAVE": "ha han había habían",
    "ADV": "oficialmente formalmente ya también lunes martes miércoles jueves viernes sábado "
    "domingo",
    "PRON": "él ella ellos",
}
LOWS = {
    "de": "of", "del": "of", "a": "to", "al": "to", "en": "in", "por": "by", "para": "for",
    "con": "with", "y": "and", "e": "and", "o": "or", "pero": "but", "que": "that", "si": "if",
    "tras": "after", "después": "after", "desde": "since", "antes": "before", "cuando": "when",
    "su": "its", "sus": "its", "como": "as", "no": "not", "el": "the", "la": "the", "los": "the",
    "las": "the", "es": "is", "son": "are", "fue": "was", "fueron": "were", "ser": "be",
    "sido": "been",
}  # fmt: skip


def forms(verb: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The forms of a verb with their tags."""
    yield verb, ("f:inf", "f:base")
    stem = verb[:-2]
    groups = IRREGULAR[verb].split("|") if verb in IRREGULAR else [
        " ".join(stem + ending for ending in group.split()) for group in ENDINGS[verb[-2:]]
    ]  # fmt: skip
    for group, tags in zip(groups, FORM_TAGS, strict=True):
        for form in group.split():
            yield form, tags
