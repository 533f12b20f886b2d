"""Nothing that can't be seen hides in a text, and nothing drives a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.text.clean import clean_line, clean_text, escape_controls

UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2063\u2066\u2069\u202a\u202e\ufeff\u00ad\u034f"
)


@pytest.mark.parametrize(
    "sign", [*UNSEEN, "\x00", "\x1b", "\x7f", "\u180e", "\U000e0041", "\ufe0f"]
)
def test_no_unseen_sign_divides_a_word(sign: str) -> None:
    assert clean_text(f"Fiji jo{sign}ined NA{sign}{sign}TO") == "Fiji joined NATO"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "👨\u200d👩\u200d👧", "❤\ufe0f"])
def test_joiners_stay_where_a_script_is_written_with_them(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://x.example\x1b\\link", "link"),
        ("a\x1b]open end", "a]open end"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\x0bb", "a b"),
    ],
)
def test_terminal_commands_go_and_lines_stay(given: str, kept: str) -> None:
    assert clean_text(given) == kept


def test_a_name_stands_on_one_line() -> None:
    assert clean_line("The\n Quay\t\x1b[2J Wire ") == "The Quay Wire"


@given(st.text(st.sampled_from(f"ab \n\t\x1b[]0;m\x07\\\x00می{UNSEEN}"), max_size=60))
def test_cleaning_is_done_once(text: str) -> None:
    once = clean_text(text)
    assert "\x1b" not in once
    assert clean_text(once) == once


@given(st.text(max_size=200))
def test_nothing_shown_drives_a_terminal(text: str) -> None:
    shown = escape_controls(text)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in shown)
    assert not any(0x7F <= ord(sign) <= 0x9F for sign in shown)
    assert "\u202e" not in shown


def test_an_escaped_sign_can_still_be_seen() -> None:
    assert escape_controls("a\x1b[31mb\u202ec\n") == "a\\u001b[31mb\\u202ec\n"


def test_a_flood_of_unseen_signs_is_cleaned() -> None:
    for sign in ("\u200d", "\u200b", "\ufe0f", "a\u200d", "\x1b]", "\x1b["):
        assert isinstance(clean_text(sign * 200_000), str)


@given(st.text(alphabet=" ab\n\té\u2019", max_size=30))
def test_a_text_of_plain_signs_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == text.strip()
