import io

import pytest
from docx import Document

from service.assistant import Assistant
from service.draft.check import check_draft
from service.draft.read import read_pasted
from service.draft.sheet.lay_out import count_outcomes, write_lines
from service.draft.sheet.write import write_check
from service.draft.support import ReportSearch
from service.draft.types import DraftCheck

DRAFT = (
    "Stockport disbanded the Steering Group of its Local Pilot in July 2022. The Active Communities Strategy has nine "
    "key actions. Is <b>this</b> right?"
)


@pytest.fixture(scope="module")
def checked(sample_assistant: Assistant) -> DraftCheck:
    reports = ReportSearch(sample_assistant.library, sample_assistant.embedder)
    return check_draft(read_pasted(DRAFT), reports)


def test_the_outcomes_are_counted_in_words(checked: DraftCheck) -> None:
    told = "2 sentences make a claim: 1 not found, 1 supported. One sentence makes no claim."
    assert count_outcomes(checked) == told


def test_a_word_file_has_a_comment_at_each_claim(checked: DraftCheck) -> None:
    document = Document(io.BytesIO(write_check(checked, {}, "docx")))
    comments = list(document.comments)
    assert [comment.paragraphs[0].text for comment in comments] == ["Supported.", "Not found."]
    assert all(comment.author == "Walkalong" for comment in comments)
    assert "In July 2022 Stockport disbanded" in comments[0].text
    assert "“9” is not in the passage" in comments[1].text
    assert DRAFT in document.paragraphs[-1].text


def test_a_web_page_shows_words_of_others_as_text(checked: DraftCheck) -> None:
    page = write_check(checked, {}, "html").decode()
    assert "Is &lt;b&gt;this&lt;/b&gt; right?" in page
    assert "In July 2022 Stockport disbanded" in page
    assert page.count('class="finding') == 3


def test_plain_lines_have_the_outcome_before_each_sentence(checked: DraftCheck) -> None:
    lines = list(write_lines(checked, {}))
    assert lines[0] == count_outcomes(checked)
    assert "[Not found] The Active Communities Strategy has nine key actions." in lines
    assert "    It is a question." in lines
