"""Names inside names."""


def entities(document):
    return {hit.entity_id for hit in document.mentions}


def test_the_longest_name_wins_and_the_shorter_is_explained(reading):
    document = reading("Syria joined the Global Coalition to Defeat ISIS.")
    assert entities(document) == {"SY", "x-global-coalition-to-defeat-isis"}
    assert any(drop.surface == "ISIS" and "inside" in drop.why for drop in document.rejected)


def test_the_country_that_leads_is_named_too(reading):
    document = reading(
        "The count was kept by the Britain-based Syrian Observatory for Human Rights."
    )
    assert "GB" in entities(document)
    assert "SY" not in entities(document)
