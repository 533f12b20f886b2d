"""Problem documents say what is wrong, under the title that fits best."""

import json

from aiohttp import web

from pactwire.edges.http.problems import RequestError, build_problem, to_problem, write_raw_problem


def read(problem: web.Response) -> dict[str, object]:
    assert problem.content_type == "application/problem+json"
    assert isinstance(problem.body, bytes)
    found: dict[str, object] = json.loads(problem.body)
    return found


def test_a_title_of_the_errors_own_goes_before_that_of_its_status() -> None:
    assert read(build_problem(400, "why"))["title"] == "Bad Request"
    assert read(RequestError(400, "why").response("Unreadable"))["title"] == "Unreadable"
    own = RequestError(503, "why", title="Refused", line=3)
    assert read(own.response("Away")) == {
        "status": 503, "title": "Refused", "detail": "why", "line": 3,
    }  # fmt: skip


def test_what_may_pass_later_says_when() -> None:
    assert build_problem(503, "why").headers["Retry-After"] == "5"
    assert "Retry-After" not in build_problem(400, "why").headers


def test_an_error_of_the_library_keeps_its_headers() -> None:
    problem = to_problem(web.HTTPMethodNotAllowed("GET", {"POST"}))
    assert problem.headers["Allow"] == "POST"
    assert "POST" in str(read(problem)["detail"])
    assert read(to_problem(web.HTTPExpectationFailed()))["detail"]


def test_a_raw_problem_is_a_whole_answer() -> None:
    head, _, body = write_raw_problem(408, "too slow").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body)["detail"] == "too slow"
