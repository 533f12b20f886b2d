"""The words that carried a reading."""

from pactwire.domain.extraction.reader.network import Reading
from pactwire.domain.extraction.reader.occlusion import weigh_words


class CountingReader:
    """Sees a change wherever a text says "joined", and less of one without "has"."""

    version = "test"

    def read(self, marked: str) -> Reading:
        change = 0.9 if "joined" in marked else 0.1
        return Reading("join", "effective", change - ("has" not in marked) * 0.2, 1, 1, 0)


def test_the_weightiest_word_comes_first_and_markers_are_never_left_out() -> None:
    words = weigh_words(
        CountingReader(), "[first] [known:nothing] [member] has joined [body] again"
    )
    assert [(one.word, one.weight) for one in words] == [("joined", 0.8), ("has", 0.2)]
