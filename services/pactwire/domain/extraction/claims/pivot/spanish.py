"""Spanish words of membership sentences, each with the English words the claim rules know."""

VERBS = """
leave=abandonar dejar
denounce=denunciar
sign=firmar suscribir
ratify=ratificar
adopt=adoptar
suspend=suspender
expel=expulsar excluir echar
admit=admitir incorporar
accept=aceptar
welcome=acoger saludar
invite=invitar
reinstate=readmitir reincorporar reintegrar
withdraw=retirar sacar
hope=esperar confiar
want=querer desear ansiar
plan=planear prever pensar proyectar
consider=estudiar considerar evaluar sopesar barajar analizar
threaten=amenazar
aspire=aspirar
propose=proponer recomendar sugerir
debate=debatir discutir
prepare=preparar
try=intentar tratar buscar procurar
promise=prometer
urge=instar urgir
support=apoyar respaldar defender
fear=temer
warn=advertir
postpone=aplazar posponer
request=solicitar pedir
submit=presentar tramitar entregar
negotiate=negociar
announce=anunciar
decide=decidir
declare=proclamar
agree=acordar
approve=aprobar avalar
vote=votar
authorise=autorizar
allow=permitir
confirm=confirmar
formalise=formalizar oficializar
notify=notificar
begin=iniciar empezar comenzar
open=abrir reabrir
complete=completar culminar concluir finalizar
refuse=rehusar
reject=rechazar descartar
renounce=renunciar
block=bloquear vetar frenar
prevent=impedir
forbid=prohibir
deny=desmentir negar
lift=levantar
cancel=anular revocar cancelar
obtain=obtener lograr conseguir
lose=perder
freeze=congelar
think=creer opinar
note=recordar
stress=subrayar recalcar
reiterate=reiterar reafirmar
elect=elegir
say=decir afirmar asegurar declarar indicar explicar señalar precisar
celebrate=celebrar festejar
regret=lamentar
condemn=condenar
criticise=criticar
give=dar
grant=conceder otorgar
receive=recibir
resume=reanudar retomar
"""
FRAMES = """
join=ingresar:en ingresar:a entrar:en entrar:a acceder:a se-unir:a se-adherir:a se-sumar:a
join=se-incorporar:a se-integrar:en se-integrar:a adherir:a
rejoin=reingresar:en reingresar:a volver:a regresar:a se-reincorporar:a se-reintegrar:a
withdraw from=se-retirar:de
leave=salir:de se-salir:de se-desvincular:de se-desligar:de
become=se-convertir:en
refuse=se-negar:a
oppose=se-oponer:a
cease=dejar:de
"""
MOVING = ""
NEUTRAL = (
    "ingresar entrar salir unir sumar volver regresar integrar hacer poner convertir acceder "
    "desvincular adherir reingresar desligar mantener"
)
HAVE = {
    "ha": "pres", "han": "pres", "había": "past", "habían": "past", "habrá": "fut",
    "habrán": "fut", "habría": "cond", "habrían": "cond", "haya": "pres", "hayan": "pres",
    "haber": "inf", "habiendo": "ger", "hemos": "pres",
}  # fmt: skip
BE = {
    "es": "pres", "son": "pres", "está": "pres", "están": "pres", "era": "past", "eran": "past",
    "fue": "past", "fueron": "past", "será": "fut", "serán": "fut", "sería": "cond",
    "serían": "cond", "sea": "pres", "sean": "pres", "ser": "inf", "siendo": "ger",
    "sido": "part", "estaba": "past", "queda": "pres", "quedó": "past", "quedan": "pres",
}  # fmt: skip
MODALS = {
    "puede": "can", "pueden": "can", "podrá": "may", "podrán": "may", "podría": "could",
    "podrían": "could", "debe": "must", "deben": "must", "deberá": "must", "deberán": "must",
    "debería": "should", "deberían": "should", "pueda": "may", "puedan": "may", "va": "will",
    "van": "will", "vamos": "will", "iba": "would", "iban": "would", "vaya": "will",
    "vayan": "will",
}  # fmt: skip
AGO = ("hace",)
NEGATIONS: dict[str, str] = {}
PARTICLES: frozenset[str] = frozenset()
CLITICS = frozenset({"se", "lo", "la", "los", "las", "le", "les"})
REFLEXIVE = frozenset({"se"})
LINKS = frozenset({"de", "a", "con", "en", "para", "por"})
CONTRACTED = {"del": "de", "al": "a"}
TO_PARTY = frozenset({"a"})
ADVERBIAL = ("mente",)
SIMPLE_PAST = False
"""The perfect is a perfect."""
MAY_MEAN_A_BODY = (
    r"\b(?:alianza|bloque|pacto|tratado|organización|organismo|grupo|unión|convención|convenio|"
    r"acuerdo|corte|tribunal|comunidad|liga|consejo|adhesión|ingreso|candidatura|club|foro)\b"
)
