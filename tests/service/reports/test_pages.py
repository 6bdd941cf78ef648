import pytest

from ingest.errors import NotFound
from service.assistant import Assistant
from service.reports.pages import page_text


def test_the_pages_of_a_report_hold_its_whole_text(sample_assistant: Assistant) -> None:
    report = sample_assistant.library.report("no-wrong-door")
    found = [page_text(report, number) for number in range(1, len(report.pages) + 1)]
    assert len(found) > 1
    assert " ".join("".join(page.text for page in found).split()).replace(" ", "") == "".join(
        report.text.split()
    )
    assert {page.pages for page in found} == {len(found)}


@pytest.mark.parametrize("number", [0, 999])
def test_a_page_that_is_not_there_is_told(sample_assistant: Assistant, number: int) -> None:
    with pytest.raises(NotFound, match="has pages 1 to"):
        page_text(sample_assistant.library.report("no-wrong-door"), number)


def test_a_report_without_pages_comes_whole(sample_assistant: Assistant) -> None:
    report = sample_assistant.library.report("roles-and-who-does-what")
    assert page_text(report, 1).text == report.text.strip()
