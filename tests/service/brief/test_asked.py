from service.brief.asked import read_question


def test_a_question_and_its_opposite_have_one_subject() -> None:
    pairs = [
        ("What helps partners to share data?", "What hinders partners to share data?"),
        ("Why does peer mentoring work?", "Why does peer mentoring fail?"),
        ("What are the benefits of co-location?", "What are the drawbacks of co-location?"),
    ]
    for one, other in pairs:
        assert (
            read_question(one).subject.strip("?").split() == read_question(other).subject.strip("?").split()
        )


def test_what_the_asker_does_is_told_from_what_might_be_done() -> None:
    assert read_question("To what extent do we share our data?").about_us
    assert not read_question("How might we create space for trust?").about_us
    assert read_question("How might we create space for trust?").says_we


def test_a_question_falls_into_parts_that_say_something() -> None:
    parts = read_question(
        "How can teams build trust and belief in joint work at a time of budget cuts?"
    ).parts
    assert parts[-1] == "budget cuts"
    assert len(parts) == 3 or len(parts) == 2


def test_a_statement_is_known_as_one() -> None:
    assert not read_question("Co-location builds trust.").is_question


def test_a_question_of_framing_alone_keeps_its_words() -> None:
    assert read_question("What helps?").subject == "What helps?"


def test_a_level_question_keeps_all_but_what_leans() -> None:
    question = read_question("Which tools did clinicians value?")
    assert question.level == "Which tools did clinicians ?"
    assert "Which" not in question.subject
