"""What came through, from the services' metrics."""

from pactwire.metrics import Metrics, parse_exposition
from pactwire.up.flow import CounterTotals, PipelineTotals


def samples(metrics: Metrics) -> list[tuple[str, dict[str, str], float]]:
    return parse_exposition(metrics.render().decode())


def test_counts_come_from_the_services_own_metrics() -> None:
    ingest, enrich = Metrics("ingest", "1"), Metrics("enrich", "1")
    alert, deliver = Metrics("alert", "1"), Metrics("deliver", "1")
    ingest.admissions.labels("api", "accepted").inc(3)
    ingest.admissions.labels("feed", "accepted").inc(2)
    ingest.admissions.labels("api", "invalid").inc(9)
    enrich.mentions.labels("country").inc(7)
    enrich.claims.labels("join", "effective").inc()
    enrich.published.labels("dead").inc(4)
    alert.decisions.labels("alerted").inc(2)
    alert.decisions.labels("repeat").inc(5)
    alert.article_to_alert.observe(0.2)
    alert.article_to_alert.observe(0.4)
    deliver.attempts.labels("delivered").inc()
    deliver.attempts.labels("timeout").inc(6)
    totals = CounterTotals()
    for service in (ingest, enrich, alert, deliver):
        totals.add_samples(service.service, samples(service))
    flow = totals.summarise()
    assert (flow.articles, flow.mentions, flow.claims) == (5, 7, 1)
    assert (flow.alerts, flow.delivered, flow.dead) == (2, 1, 4)
    assert flow.article_to_alert is not None
    assert round(flow.article_to_alert, 3) == 0.3


def test_a_restarted_service_adds_to_what_it_counted_before() -> None:
    totals = CounterTotals()
    for counted in (4, 6, 1, 2):  # restarted between 6 and 1
        metrics = Metrics("ingest", "1")
        metrics.admissions.labels("api", "accepted").inc(counted)
        totals.add_samples("ingest", samples(metrics))
    assert totals.summarise().articles == 8


def test_nothing_read_is_nothing_through() -> None:
    assert CounterTotals().summarise() == PipelineTotals()
