import pytest

from service.reports.themes import OTHER, THEMES, find_theme


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("How do partners come to trust each other?", "Trust and relationships"),
        ("Which decisions does the steering group take?", "Leadership and decisions"),
        ("What becomes of this when the funding ends?", "Spreading and lasting"),
        ("Why not?", OTHER),
    ],
)
def test_words_tell_the_theme_of_a_question(text: str, theme: str) -> None:
    assert find_theme(text) == theme
    assert theme in THEMES
