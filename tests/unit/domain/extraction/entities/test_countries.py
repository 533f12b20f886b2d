"""Country names in context: what is one, what only looks like one."""

import pytest

from pactwire.domain.extraction.document import Document


def codes(document: Document) -> set[str]:
    return {hit.iso2 for hit in document.mentions if hit.iso2}


BOUNDARIES = [
    ("The U.S.-led force and a Hong Kong-based firm left.", "US HK"),
    ("Kuwait's emir met Qatar’s envoy.", "KW QA"),
    ('(Syria), "Iraq"; Iran: Oman/Yemen', "SY IQ IR OM YE"),
    ("Syrianization is no word, nor is Omanite or Chadwick.", ""),
    ("United\nStates and Saudi\n   Arabia", "US SA"),
    ("He saw Mali.\n\nNiger came next.", "ML NE"),
    ("Ivory Coast, Côte d’Ivoire and Cote d'Ivoire are one.", "CI"),
    ("Ｓｙｒｉａ is full-width, S\u200by\u200bria has gaps in it.", "SY"),
    ("Co\u0302te d'Ivoire is written with a loose accent.", "CI"),
    ("St. Kitts and Nevis, St Lucia, Trinidad and Tobago", "KN LC TT"),
    ("the UK, U.K. and the UAE; the DRC and PNG", "GB AE CD PG"),
    ("Papua New Guinea and Equatorial Guinea, but not Guinea-Bissau.", "PG GQ GW"),
]
CAPITALS = [
    ("TURKEY AND SYRIA AGREE TO TALK", "TR SY"),
    ("LET US GO HOME, SAY SOLDIERS", ""),
    ("US SENDS ENVOY TO JORDAN", "US JO"),
    ("They told us that the deal helps all of us.", ""),
]
GEORGIA = [
    ("Police in Savannah, Georgia, said the Georgia State patrol closed a road.", ""),
    ("A storm crossed Alabama, Georgia and Florida on Monday.", ""),
    ("The sheriff of a county in southern Georgia resigned.", ""),
    ("Georgia and Armenia opened a rail link; Tbilisi paid for it.", "GE AM"),
    ("Georgia asked to join NATO.", "GE"),
    ("Georgian soldiers left Iraq.", "GE IQ"),
]
PEOPLE = [
    ("Michael Jordan scored 40. Jordan said he was tired.", ""),
    ("Jordan's king flew to Amman, and Jordan said it would send aid.", "JO"),
    ("In Jordan, the king spoke.", "JO"),
    ("Chad Miller, a farmer, sold his truck. Chad now walks.", ""),
    ("Chad withdrew its troops from Niger.", "TD NE"),
    ("Thomas Finn, a guard, met a Finn and two Finns.", "FI"),
    ("Mrs Ireland and Dr Holland opened the fair.", ""),
    ("The USS Holland sailed at noon.", ""),
]
TOWNS = [
    ("Lebanon, Ohio, elected a mayor. The Lebanon council meets on Monday.", ""),
    ("Peru High School beat its rivals.", ""),
    ("Shells fell on southern Lebanon near the border with Israel.", "LB IL"),
    ("Trips to Guam, Hawaii and Alaska are cheap.", "GU"),
]
THINGS = [
    ("She cooked a Butterball Turkey with stuffing; the recipe needs an oven.", ""),
    ("Turkey ratified the accession of Sweden.", "TR SE"),
    ("A Guinea pig is small. New Mexico and New England are cold.", ""),
    ("His jersey was torn; a Jersey cow looked on near Jersey City.", ""),
    ("Jersey and Guernsey set tax rules for the Channel Islands.", "JE GG"),
    ("Prices rose to 300 US dollars, or US$300.", ""),
    ("American Airlines cut flights to Peru.", "PE"),
    ("An African-American poet and Native American dancers performed.", ""),
    ("Indian leaders of the Navajo reservation met at the tribe's casino.", ""),
    ("Polish troops left; she painted her nails with Polish from the shop, a red polish.", "PL"),
    ("Nail Polish for Summer: the best polish we tried", ""),
    ("The Indian Ocean, the Gulf of Mexico and the Irish Sea are wet.", ""),
]
SHARED = [
    ("North and South Korea agreed to talk.", "KP KR"),
    ("North Korea fired a missile; the Korean leader watched.", "KP"),
    ("The Korean won fell in Seoul.", "KR"),
    ("Dominica joined; the Dominican prime minister spoke.", "DM"),
    ("The Dominican Republic closed its border with Haiti.", "DO HT"),
    ("The Democratic Republic of Congo and the Republic of Congo share a river.", "CD CG"),
    ("Latin American leaders and South American states met in Uruguay.", "UY"),
    ("Hong Kong and Macau are part of China; Taiwan and Palestine are not.", "HK MO CN TW PS"),
    ("The Soviet Union and Yugoslavia no longer exist.", ""),
    ("Officials from England, Scotland and Wales met.", ""),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    BOUNDARIES + CAPITALS + GEORGIA + PEOPLE + TOWNS + THINGS + SHARED,
)
def test_a_text_names_exactly_these_countries(reading, text, expected):
    assert codes(reading(text)) == set(expected.split())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La Russie et les Français quittent l'accord, dit le ministre syrien.", "RU FR SY"),
        ("es", "México y España firmaron; el gobierno sirio no.", "MX ES SY"),
        ("ru", "Сирия и представители России встретились в Турции.", "SY RU TR"),
        ("ar", "وصل وفد من سوريا وروسيا إلى لبنان", "SY RU LB"),
        ("zh", "叙利亚和俄罗斯在中国会谈。", "SY RU CN"),
    ],
)
def test_six_languages_are_read(reading, language, text, expected):
    assert codes(reading(text, language)) == set(expected.split())


def test_a_language_is_no_country(reading):
    hits = reading("He speaks French at home.").mentions
    assert [(hit.form, hit.iso2) for hit in hits] == [("language", None)]
    assert codes(reading("French troops left Mali.")) == {"FR", "ML"}
