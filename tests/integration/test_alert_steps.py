"""The alert service's three steps over a real store, called in turn, without a broker."""

import threading
from base64 import b64encode
from datetime import date
from pathlib import Path
from struct import pack

import pytest

from alert_steps import CHANGES, STORIES, AlertSteps, alerts
from pactwire.alert.watch_files import WatchFolder
from pactwire.domain.watches import NameResolver, ResolvableEntity
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import (
    Store,
    ledgers,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.audits import list_audit
from pactwire.errors import Misconfigured, Retryable
from pactwire.metrics import parse_exposition
from pactwire_schemas import (
    ALERTS,
    CLAIMS,
    DEVELOPMENTS,
    ENRICHED,
    MATCHES,
    Alert,
    EnrichedArticle,
    Event,
    Watch,
)
from sample_events import COALITION, SYRIA, claim, enriched, later, mention, reference


@pytest.fixture
def service(store: Store) -> AlertSteps:
    return AlertSteps(store)


def by(number: int, **fields: object):
    return reference(number, **fields)  # type: ignore[arg-type]


def test_ten_reports_are_one_alert_and_ten_entries_on_record(service: AlertSteps) -> None:
    service.watch(CHANGES)
    told = service.hear(*(claim(article=by(n, at=later(minutes=n))) for n in range(10)))
    assert [alert.msg_type for alert in told] == ["alert"]
    assert told[0].reason == "first"
    assert told[0].headline == "Syria has joined the Global Coalition to Defeat ISIS"
    assert told[0].evidence[0].quote == claim(article=by(0)).evidence.quote
    assert [clause.clause for clause in told[0].why.clauses][:2] == [
        "when.changed.organisation", "when.changed.member",
    ]  # fmt: skip
    assert service.decisions("changes") == ["alerted", *["immaterial"] * 9]
    with read_transaction(service.store) as tx:
        row = next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None)
        assert row
        assert len({entry.source for entry in row.state.history}) == 10
        assert len(ledgers.list_claims(tx, COALITION.entity_id, "SY")) == 10
        assert len(ledgers.list_developments(tx, COALITION.entity_id, "SY")) == 10


def test_an_alert_goes_to_every_topic_its_watch_names(service: AlertSteps) -> None:
    service.watch(CHANGES)
    outputs = service.flow(Output(CLAIMS, claim()))
    topics = [output.topic.name for output in outputs if isinstance(output.event, Alert)]
    assert topics == [ALERTS.name, "alerts.changes"]
    assert service.made == ["alerts.changes"]
    assert alerts(outputs)[0].endpoints == ("desk",)


def test_joined_in_november_and_welcomed_in_february_is_one_alert_and_one_record(
    service: AlertSteps,
) -> None:
    service.watch(CHANGES)
    assert len(service.hear(claim(article=by(1), ordinal=90))) == 1
    assert service.hear(claim(article=by(2, at=later(days=91)), ordinal=90)) == []
    with read_transaction(service.store) as tx:
        row = next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None)
    assert row
    assert [entry.verdict for entry in row.state.history] == ["first", "reaffirmed"]


def test_what_the_reference_data_knows_makes_no_alert(service: AlertSteps) -> None:
    from pactwire.domain.ledger import empty_row

    known = empty_row(COALITION, SYRIA, later())
    state = known.state.model_copy(update={"status": "member"})
    with write_transaction(service.store) as tx:
        ledgers.write_opening_balance(
            tx, lambda: [known.model_copy(update={"state": state})], "data"
        )
    service.watch(CHANGES)
    assert service.hear(claim()) == []


def test_every_repeat_gives_the_same_events_and_no_second_alert(service: AlertSteps) -> None:
    service.watch(CHANGES, STORIES)
    story = enriched(1, mention("SY"), claims=(claim(),))
    first = service.flow(Output(ENRICHED, story), Output(CLAIMS, story.claims[0]))
    service.clock = later(hours=5)
    again = AlertSteps(service.store, clock=later(hours=5)).flow(
        Output(ENRICHED, story), Output(CLAIMS, story.claims[0])
    )
    assert [alert.alert_id for alert in alerts(again)] == [a.alert_id for a in alerts(first)]
    assert alerts(again) == alerts(first), "the same bytes, not only the same id"
    assert [o.event.event_id for o in again] == [o.event.event_id for o in first]
    with read_transaction(service.store) as tx:
        row = next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None)
    assert row
    assert row.state.revision == 1


def test_each_stage_of_a_change_updates_the_alert_before_it(service: AlertSteps) -> None:
    service.watch(CHANGES)
    told = [
        alert
        for hours, stage in enumerate(["considered", "applied", "approved", "effective"])
        for alert in service.hear(claim("join", stage, article=by(hours, at=later(hours=hours))))
    ]
    assert [(a.msg_type, a.reason) for a in told] == [
        ("alert", "advanced"), ("update", "advanced"),
    ]  # fmt: skip
    assert told[1].references == (told[0].alert_id,)
    assert [alert.severity for alert in told] == ["medium", "high"]


def test_a_weak_claim_waits_for_a_second_voice(service: AlertSteps) -> None:
    service.watch(CHANGES | {"min_confidence": 0.9})
    assert service.hear(claim(article=by(1), confidence=0.7)) == []
    told = service.hear(claim(article=by(2), confidence=0.7))
    assert [(a.msg_type, a.reason, a.independent_sources) for a in told] == [
        ("alert", "corroborated", 2)
    ]
    assert service.hear(claim(article=by(3), confidence=0.9)) == []


def test_background_never_alerts(service: AlertSteps) -> None:
    service.watch(CHANGES)
    assert service.hear(claim(background=True, confidence=1.0)) == []


def test_a_rejection_reaches_only_watches_that_were_alerted_before(service: AlertSteps) -> None:
    service.watch(CHANGES)
    assert service.hear(claim("join", "applied", article=by(1))) == []
    assert service.hear(claim("join", "rejected", article=by(2, at=later(hours=1)))) == []
    armenia = SYRIA.model_copy(update={"entity_id": "AM", "name": "Armenia"})
    assert len(service.hear(claim("join", "approved", member=armenia, article=by(3)))) == 1
    told = service.hear(claim("join", "rejected", member=armenia, article=by(4, at=later(hours=1))))
    assert [(a.msg_type, a.reason) for a in told] == [("update", "reversed")]


GONE = enriched(1, article=by(1, version=2, pub_status="canceled", content_hash="x"))


def test_nobody_is_told_of_an_article_that_was_canceled_meanwhile(service: AlertSteps) -> None:
    service.watch(STORIES)
    told = enriched(1, mention("SY"), article=by(1))
    matches = [one.event for one in service.step(ENRICHED.name, [told])]
    restarted = AlertSteps(service.store)  # the process that matched the article is gone
    assert restarted.step(ENRICHED.name, [GONE]) == [], "nobody has been told yet"
    for _ in range(2):
        assert restarted.step(MATCHES.name, matches) == []
    assert service.decisions("stories") == ["immaterial"]
    back = enriched(1, mention("SY"), article=by(1, version=3, content_hash="z"))
    assert [alert.msg_type for alert in restarted.read(back)] == ["alert"], "it returns"


def test_what_was_decided_before_a_retraction_is_published_again(service: AlertSteps) -> None:
    service.watch(STORIES)
    story = enriched(1, mention("SY"), article=by(1))
    matches = [one.event for one in service.step(ENRICHED.name, [story])]
    made = alerts(service.step(MATCHES.name, matches))  # and the process dies
    ends = [one.event for one in service.step(ENRICHED.name, [GONE])]
    restarted = AlertSteps(service.store)
    assert alerts(restarted.step(MATCHES.name, matches)) == made
    assert [one.msg_type for one in alerts(restarted.step(MATCHES.name, ends))] == ["cancel"]


def test_a_canceled_article_takes_back_what_it_said(service: AlertSteps) -> None:
    service.watch(CHANGES, STORIES)
    story = enriched(1, mention("SY"), claims=(claim(),))
    told = service.read(story)
    assert sorted(alert.kind for alert in told) == ["changed", "mentioned"]
    gone = enriched(1, article=by(1, version=2, pub_status="canceled", content_hash="x"))
    ends = service.read(gone)
    assert sorted((a.kind, a.msg_type, a.reason) for a in ends) == [
        ("changed", "cancel", "retracted"), ("mentioned", "cancel", "retracted"),
    ]  # fmt: skip
    assert {r for alert in ends for r in alert.references} == {alert.alert_id for alert in told}
    assert "Withdrawn: " in ends[0].headline
    assert AlertSteps(service.store).read(gone) == ends, "a repeat cancels no second time"
    with read_transaction(service.store) as tx:
        row = next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None)
    assert row
    assert row.state.status == "none"


def test_a_new_version_that_no_longer_says_so_withdraws_the_claim(service: AlertSteps) -> None:
    service.watch(CHANGES)
    service.read(enriched(1, claims=(claim(),)))
    other = by(1, version=2, content_hash="y")
    softer = claim("join", "approved", article=other)
    told = service.read(enriched(1, article=other, claims=(softer,)))
    assert [(a.msg_type, a.reason) for a in told] == [("update", "corrected")]
    assert told[0].development
    assert told[0].development.stage == "approved"
    old = enriched(1, claims=(claim(),))
    assert service.step(ENRICHED.name, [old]) == [], "the old version, come late, changes nothing"


def test_a_claim_that_comes_after_its_withdrawal_does_not_count(service: AlertSteps) -> None:
    service.watch(CHANGES)
    said = claim(article=by(1))
    gone = claim(article=by(1, version=2), withdrawn=True)
    assert service.hear(gone, said) == []


def signature(*values: int) -> str:
    full = [values[at % len(values)] + at for at in range(128)]
    return b64encode(pack(">128I", *full)).decode()


@pytest.mark.parametrize(
    ("second", "told", "decision"),
    [
        (enriched(2, mention("SY"), article=by(2)), 2, "alerted"),
        (enriched(2, mention("SY"), article=by(2, content_hash=by(1).content_hash)), 1,
         "near_copy"),
        (enriched(2, mention("SY"), article=by(2), signature=signature(7)), 1, "near_copy"),
        (enriched(2, mention("SY"), article=by(2), signature=signature(7, 900)), 2, "alerted"),
        (enriched(1, mention("SY"), article=by(1, version=2, content_hash="z")), 1, None),
    ],
    ids=["another story", "the same text", "nearly the same text", "half the text", "new version"],
)  # fmt: skip
def test_copies_of_a_story_are_one_alert(
    service: AlertSteps, second: EnrichedArticle, told: int, decision: str | None
) -> None:
    service.watch(STORIES)
    first = enriched(1, mention("SY"), signature=signature(7))
    assert len({alert.alert_id for alert in service.read(first, second)}) == told
    assert service.decisions("stories")[1:] == ([decision] if decision else [])


def test_a_copy_after_three_days_is_news_again(service: AlertSteps) -> None:
    service.watch(STORIES)
    service.read(enriched(1, mention("SY"), signature=signature(7)))
    service.clock = later(hours=73)
    late = enriched(2, mention("SY"), article=by(2), signature=signature(7))
    assert len(service.read(late)) == 1


def versions(*statuses: str) -> list[EnrichedArticle]:
    """The versions of one article, each an hour younger by the clock than the one before."""
    return [
        enriched(1, mention("SY"), claims=(claim(article=by(1, version=number)),),
                 article=by(1, version=number, pub_status=status, content_hash=str(number)))
        for number, status in enumerate(statuses, 1)
    ]  # fmt: skip


@pytest.mark.parametrize("hours", [-1, 0, 1, -100])
@pytest.mark.fault("clock")
def test_whatever_the_clock_says_a_story_is_canceled_once_and_alerted_when_it_returns(
    service: AlertSteps, hours: int
) -> None:
    service.watch(STORIES)
    heard = []
    for number, story in enumerate(
        versions("usable", "canceled", "canceled", "usable", "canceled")
    ):
        service.clock = later(hours=number * hours)
        heard.append([alert.msg_type for alert in service.read(story) if alert.kind == "mentioned"])
    assert heard == [["alert"], ["cancel"], [], ["alert"], ["cancel"]]


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_whatever_the_clock_says_a_change_is_taken_back_once_and_told_again(
    service: AlertSteps, hours: int
) -> None:
    service.watch(CHANGES)
    heard = []
    said = [
        claim(article=by(1)), claim(article=by(1, version=2), withdrawn=True),
        claim(article=by(2)), claim(article=by(2, version=2), withdrawn=True),
    ]  # fmt: skip
    for number, one in enumerate(said):
        service.clock = later(hours=number * hours)
        heard += [(alert.msg_type, alert.reason) for alert in service.hear(one)]
    assert heard == [
        ("alert", "first"), ("cancel", "retracted"), ("alert", "first"), ("cancel", "retracted"),
    ]  # fmt: skip
    with read_transaction(service.store) as tx:
        told = ledgers.list_developments(tx, COALITION.entity_id, "SY")
        judged = ledgers.list_claims(tx, COALITION.entity_id, "SY")
    assert [one.reason for one in told] == ["first", "retracted"] * 2
    assert [one for _, one in judged] == said


@pytest.mark.parametrize("hours", [-1, -71, 1, 71])
def test_a_copy_is_one_though_the_clock_was_set(service: AlertSteps, hours: int) -> None:
    service.watch(STORIES)
    assert len(service.read(enriched(1, mention("SY"), signature=signature(7)))) == 1
    service.clock = later(hours=hours)
    assert service.read(enriched(2, mention("SY"), article=by(2), signature=signature(7))) == []


def test_a_withheld_article_makes_no_alert(service: AlertSteps) -> None:
    service.watch(STORIES)
    assert service.read(enriched(1, mention("SY"), article=by(1, pub_status="withheld"))) == []


def test_a_mention_alert_quotes_the_sentence(service: AlertSteps) -> None:
    service.watch(STORIES)
    body = "It rained. Envoys from Syria arrived at noon! They left soon."
    named = mention("SY", name="Syria", start=body.index("Syria"), end=body.index("Syria") + 5)
    others = mention("RU", role="source"), mention("IQ", role="object")
    alert = service.read(enriched(1, named, *others, body=body))[0]
    assert [quote.quote for quote in alert.evidence] == ["Envoys from Syria arrived at noon!"]
    assert [found.entity_id for found in alert.mentions] == ["SY"]
    assert alert.why.dictionary_version == "1"


def test_a_watch_removed_before_its_match_is_decided_makes_no_alert(
    service: AlertSteps,
) -> None:
    service.watch(CHANGES)
    matches = [
        o for o in service.step(DEVELOPMENTS.name, _developments(service)) if o.topic == MATCHES
    ]
    with write_transaction(service.store) as tx:
        stored_watches.delete_watches(tx, ["changes"])
    assert matches
    assert service.step(MATCHES.name, [match.event for match in matches]) == []
    assert service.decisions("changes") == ["immaterial"]


def _developments(service: AlertSteps) -> list[Event]:
    outputs = service.step(CLAIMS.name, [claim()])
    return [output.event for output in outputs if output.topic == DEVELOPMENTS]


def test_a_batch_is_judged_in_order_in_one_transaction(service: AlertSteps) -> None:
    batch = [
        claim("join", stage, article=by(n)) for n, stage in enumerate(["applied", "effective"])
    ]
    outputs = service.step(CLAIMS.name, batch)
    reasons = [o.event.reason for o in outputs if o.topic == DEVELOPMENTS]  # type: ignore[attr-defined]
    assert reasons == ["first", "advanced"]
    broken = claim("leave", "effective", article=by(7)).model_copy(update={"organisation": None})
    with pytest.raises(AttributeError):
        service.step(CLAIMS.name, [claim("leave", "considered", article=by(8)), broken])
    with read_transaction(service.store) as tx:
        assert len(ledgers.list_claims(tx, COALITION.entity_id, "SY")) == 2


def test_sets_in_watches_follow_the_ledger(service: AlertSteps) -> None:
    members = {"mentioned": {"any": [{"members_of": COALITION.entity_id}]}}
    service.watch({"id": "members", "name": "M", "when": members})
    assert service.read(enriched(1, mention("SY"))) == []
    service.hear(claim(article=by(5)))
    assert len(service.read(enriched(2, mention("SY"), article=by(2)))) == 1


def test_a_new_watch_counts_from_the_next_event_and_its_removal_too(service: AlertSteps) -> None:
    assert service.read(enriched(1, mention("SY"))) == []
    service.watch(STORIES)
    assert len(service.read(enriched(2, mention("SY"), article=by(2)))) == 1
    with write_transaction(service.store) as tx:
        stored_watches.delete_watches(tx, ["stories"])
    assert service.read(enriched(3, mention("SY"), article=by(3))) == []


def test_a_watch_comes_into_force_once_its_topic_can_be_made(service: AlertSteps) -> None:
    service.broker_away = True
    service.watch(CHANGES)
    with pytest.raises(Retryable):
        service.watches.refresh()
    assert service.watches.watch("changes") is None
    service.broker_away = False
    service.watches.refresh()
    assert service.watches.watch("changes")


@pytest.mark.fault("transactions")
def test_matching_goes_on_while_the_topic_of_a_new_watch_is_made(service: AlertSteps) -> None:
    service.watch(STORIES)
    service.watches.refresh()
    service.watch(CHANGES)
    matched: list[list[Output]] = []

    def match_in_another_thread() -> None:
        story = enriched(9, mention("SY"), article=by(9))
        thread = threading.Thread(
            target=lambda: matched.append(service.step(ENRICHED.name, [story]))
        )
        thread.start()
        thread.join(10)

    service.while_making = match_in_another_thread
    service.watches.refresh()
    assert [output.topic for output in matched[0]] == [MATCHES]
    assert service.watches.watch("changes")


def test_a_watch_that_needs_no_new_topic_waits_for_no_other(service: AlertSteps) -> None:
    seen: list[Watch | None] = []

    def add_and_look() -> None:
        service.watch(STORIES)
        thread = threading.Thread(target=service.watches.refresh)  # as matching does at any time
        thread.start()
        thread.join(10)
        seen.append(service.watches.watch("stories"))

    service.watch(CHANGES)
    service.while_making = add_and_look
    service.watches.refresh()
    assert seen[0], "in force while the topic of another is made"
    assert service.watches.watch("changes")


def test_the_version_in_force_rises_once_every_watch_is(service: AlertSteps) -> None:
    def version_in_force() -> float:
        found = parse_exposition(service.metrics.render().decode())
        return next(value for name, _, value in found if name == "pactwire_alert_watches_version")

    service.watches.refresh()
    before = version_in_force()
    service.watch(CHANGES)
    service.broker_away = True
    with pytest.raises(Retryable):
        service.watches.refresh()
    assert version_in_force() == before
    service.broker_away = False
    service.watches.refresh()
    assert version_in_force() == before + 1


def test_what_was_refused_is_forgotten_with_its_watch(service: AlertSteps) -> None:
    service.refused_topic = "alerts.changes"
    service.watch(CHANGES)
    service.watches.refresh()
    assert service.watches.refused
    with write_transaction(service.store) as tx:
        stored_watches.delete_watches(tx, ["changes"])
    service.watches.refresh()
    assert service.watches.refused == {}


def test_a_watch_whose_topic_is_refused_keeps_no_other_out(service: AlertSteps) -> None:
    service.refused_topic = "alerts.changes"
    other = {**CHANGES, "id": "other", "deliver": [{"topic": "alerts.other"}]}
    service.watch(CHANGES, other, STORIES)
    service.watches.refresh()
    assert service.watches.watch("changes") is None
    assert service.watches.watch("other")
    assert service.watches.watch("stories")
    assert service.watches.refused == {"alerts.changes": "may not create alerts.changes"}
    assert service.watches.list_topics() == ["alerts.other"]
    service.refused_topic = None
    service.watches.refresh(retry_refused=True)
    assert service.watches.watch("changes")
    assert service.watches.refused == {}


def test_article_to_alert_is_observed_when_the_broker_has_it(service: AlertSteps) -> None:
    service.watch(STORIES)
    outputs = service.flow(Output(ENRICHED, enriched(1, mention("SY"))))
    match = next(output.event for output in outputs if output.topic == MATCHES)
    notify = service.stages[MATCHES.name]
    assert notify.on_confirmed
    service.clock = later(seconds=2)
    notify.on_confirmed(match, [output for output in outputs if output.topic == ALERTS])
    rendered = service.metrics.render().decode()
    assert "pactwire_article_to_alert_seconds_sum 2.0" in rendered
    assert 'pactwire_alert_decisions_total{decision="alerted"} 1.0' in rendered


RESOLVER = NameResolver(
    [(ResolvableEntity("SY", "Syria"), []), (ResolvableEntity("x-nato", "NATO", body=True), [])]
)
FILE = "id: {id}\nname: {id}\nwhen: {{mentioned: {{any: [{who}]}}}}\n"


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> WatchFolder:
    path = tmp_path / "watches"
    path.mkdir()
    (path / "a.yaml").write_text(FILE.format(id="a", who="Syria"))
    return WatchFolder(path, store, RESOLVER, later)


def ids(store: Store) -> dict[str, tuple[int, str]]:
    with read_transaction(store) as tx:
        return {
            kept.watch.id: (kept.revision, kept.origin) for kept in stored_watches.list_watches(tx)
        }


def test_a_folder_of_watch_files_is_followed(store: Store, folder: WatchFolder) -> None:
    folder.load()
    assert ids(store) == {"a": (1, "a.yaml")}
    (folder.path / "b.yml").write_text(FILE.format(id="b", who="NATO"))
    (folder.path / "notes.txt").write_text("no watch")
    folder.follow()
    assert ids(store) == {"a": (1, "a.yaml"), "b": (1, "b.yml")}
    (folder.path / "a.yaml").write_text(FILE.format(id="a", who="[NATO]").replace("[[", "["))
    folder.follow()
    (folder.path / "b.yml").unlink()
    folder.follow()
    assert ids(store) == {"a": (1, "a.yaml")}, "the mistake left the last good state"
    assert folder.refused.keys() == {"a.yaml"}
    assert "a.yaml:" in folder.refused["a.yaml"]
    (folder.path / "a.yaml").write_text(FILE.format(id="a", who="NATO, SY"))
    folder.follow()
    assert ids(store) == {"a": (2, "a.yaml")}
    assert folder.refused == {}
    with read_transaction(store) as tx:
        log = [(one.key_id, one.owner, one.action, one.subject) for one in list_audit(tx, 9)]
    assert list(reversed(log)) == [
        ("file", "a.yaml", "watch.saved", "a revision 1"),
        ("file", "b.yml", "watch.saved", "b revision 1"),
        ("file", "b.yml", "watch.deleted", "b"),
        ("file", "a.yaml", "watch.saved", "a revision 2"),
    ]


def test_a_folder_leaves_the_watches_of_owners_alone(store: Store, folder: WatchFolder) -> None:
    with write_transaction(store) as tx:
        for one in ("a", "anas", "gone"):
            watch = Watch.model_validate({"id": one, "name": one, "when": {"changed": {}}})
            stored_watches.save_watch(tx, watch, "owner:ana", later())
        stored_watches.delete_watches(tx, ["gone"])
    (folder.path / "gone.yaml").write_text(FILE.format(id="gone", who="Syria"))
    folder.load()
    assert ids(store) == {"a": (1, "owner:ana"), "anas": (1, "owner:ana")}


def test_a_watch_file_with_a_mistake_stops_the_start(store: Store, folder: WatchFolder) -> None:
    (folder.path / "z.yaml").write_text(FILE.format(id="z", who="Syira"))
    with pytest.raises(Misconfigured, match=r"z\.yaml:3: when\.mentioned\.any\.0: 'Syira'.*SY"):
        folder.load()
    assert ids(store) == {}


def test_a_missing_folder_is_reported(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="not a folder"):
        WatchFolder(tmp_path / "none", store, RESOLVER, later).load()


def test_a_watch_of_the_command_is_not_taken_over_by_a_file(
    store: Store, folder: WatchFolder, service: AlertSteps
) -> None:
    service.watch(STORIES | {"id": "a"})
    folder.load()
    assert ids(store) == {"a": (1, "command")}


def test_the_reference_datas_day_opens_the_ledger(store: Store) -> None:
    from pactwire.alert.ledger_seed import seed_ledger
    from pactwire.edges.reference import load_reference as compiled

    assert seed_ledger(store, compiled(), date(2025, 11, 1))
    assert not seed_ledger(store, compiled(), date(2025, 11, 1))
    with read_transaction(store) as tx:
        members = [
            m
            for o, m in ledgers.list_present_members(tx)
            if o == "x-global-coalition-to-defeat-isis"
        ]
    assert len(members) == 89
    assert "SY" not in members
