from service.telling.plain import flatten_text


def test_emphasis_marks_and_line_breaks_are_not_told() -> None:
    assert flatten_text("**Nest.** A\nservice in *one* place") == "Nest. A service in one place"
