import pytest

from ingest.meaning.voice import is_for_readers, is_question, read_quotation, read_voice
from ingest.types import Block, Role, Voice


def block(role: Role = "paragraph", *headings: str) -> Block:
    return Block(0, 0, role, 0, headings)


def voice(
    sentence: str, role: Role = "paragraph", *headings: str, lead_in: str = ""
) -> tuple[Voice, str | None]:
    place = block(role, *headings)
    return read_voice(sentence, place, read_quotation(sentence, place), lead_in)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("How might we make room for trust?", "question"),
        ("Our working assumption is that trust grows slowly.", "assumption"),
        ("It was expected that each team would find its own way.", "assumption"),
        ("We expect the two to meet.", "assumption"),
        ("Leaders should make time for this.", "recommendation"),
        ("There is a need to consider who pays.", "recommendation"),
        ("Les agences devraient partager leurs outils.", "recommendation"),
        ("Families reported fewer crises.", "finding"),
        ("The move led to shorter waits.", "finding"),
        ("Attendance has been higher since.", "finding"),
        ("Only 39% of plans were complete.", "finding"),
        ("Authorities report better routines.", "finding"),
        ("The programme is funded by a department.", "description"),
        ("The final report is dated July.", "description"),
    ],
)
def test_the_words_of_a_sentence_tell_its_voice(sentence: str, expected: Voice) -> None:
    assert voice(sentence) == (expected, None)


def test_a_line_of_an_imprint_is_nobodys_words() -> None:
    line = "Directorate: Ada Brook (Director), Tom Field (Deputy Director)"
    assert voice(line)[0] != "quotation"


def test_what_people_should_do_in_an_indirect_question_is_no_recommendation() -> None:
    assert voice("They talk about how this should be done.")[0] == "description"


def test_findings_are_told_by_the_heading_where_the_words_are_silent() -> None:
    assert voice("Buses are late.", "paragraph", "Key findings")[0] == "finding"
    assert voice("Buses are late.", "paragraph", "About us")[0] == "description"


def test_the_nearest_heading_that_says_something_counts() -> None:
    assert voice("Plan ahead.", "bullet", "Findings", "Next steps", "Leaders")[0] == "recommendation"


def test_bullets_have_the_voice_of_the_line_that_opens_their_list() -> None:
    assert voice("Shared goals.", "bullet", lead_in="We recommend:")[0] == "recommendation"
    assert voice("Shared goals.", "bullet", lead_in="Practitioners found that these helped:")[0] == "finding"


def test_bullets_under_reflective_questions_are_questions() -> None:
    assert voice("Who else should be here", "bullet", "Reflective questions")[0] == "question"


def test_a_heading_describes_whatever_it_says() -> None:
    assert voice("Findings show promise", "heading")[0] == "description"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("I need two hats (Innovation lead).", "Innovation lead"),
        ("We go from “how do I” to “how do we” (DCS).", "DCS"),
        ("The model helps everyone to see the family (Practitioner).", "Practitioner"),
        ("“It is massive for him” (Practice Manager)", "Practice Manager"),
        ("I would do it again. (Police officer, NWD)", "Police officer, NWD"),
    ],
)
def test_a_paragraph_with_a_role_at_its_end_is_a_quotation(text: str, speaker: str) -> None:
    assert voice(text) == ("quotation", speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Ways of working differ between places (Sebba et al, 2017).",
        "The process has four steps (see Figure 1).",
        "It rests with the Directors of Services (DCSs).",
        "Some parts are still being built (NWD).",
        "We asked people twice (see below).",
        "Teams now share staff (ACT / TAS / NWD).",
    ],
)
def test_citations_and_definitions_in_brackets_are_nobodys_words(text: str) -> None:
    found, speaker = voice(text)
    assert found != "quotation"
    assert speaker is None


def test_a_table_row_may_hold_a_quotation() -> None:
    row = "Working together\tThey really walked with us, I think. (DCS)"
    assert voice(row, "table_row") == ("quotation", "DCS")


def test_a_block_quotation_without_attribution_has_no_speaker() -> None:
    assert voice("We never looked back.", "quotation") == ("quotation", None)


def test_a_block_quotation_may_name_its_speaker_after_a_dash() -> None:
    assert read_quotation("It changed my week. — Project Manager", block("quotation")) == (
        "quotation",
        "Project Manager",
    )


def test_a_sentence_that_is_mostly_quoted_is_a_quotation_with_the_speaker_beside_it() -> None:
    assert voice("“They have a million questions about everything we do” (GMCA) was one view.") == (
        "quotation",
        "GMCA",
    )
    assert voice("A youth worker said “it took us a year to be trusted by them”.") == (
        "quotation",
        "A youth worker",
    )


def test_a_few_quoted_words_leave_a_finding_a_finding() -> None:
    sentence = (
        "The support that the team provided was seen to have “evolved” (GMCA) over the whole of the year."
    )
    assert voice(sentence) == ("finding", None)


def test_a_quoted_question_at_the_end_makes_no_question() -> None:
    assert not is_question("Examples include “Is it good enough for my child?”")
    assert is_question("“Is it good enough?”")


def test_questions_of_the_study_are_not_for_its_readers() -> None:
    assert is_for_readers("How can we keep this going?", ("Where next",))
    assert not is_for_readers("How did services change?", ("Evaluation questions",))
    assert not is_for_readers("What are hubs?", ("Overview",))
    assert is_for_readers("What are hubs?", ("Reflection questions.",))
