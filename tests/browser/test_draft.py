"""A draft is checked on the page, and taken away as a Word file."""

from playwright.sync_api import Page, expect

DRAFT = (
    "Stockport disbanded the Steering Group of its Local Pilot in July 2022. The Active Communities Strategy has "
    "nine key actions. Words peculiar to the pilot were not phased out."
)


def test_a_pasted_paragraph_is_checked_sentence_by_sentence(any_page: Page) -> None:
    any_page.goto("/check")
    any_page.get_by_label("The draft").fill(DRAFT)
    any_page.get_by_role("button", name="Check it").click()
    expect(any_page.locator(".finding.supported")).to_have_count(1)
    expect(any_page.locator(".finding.contradicted")).to_contain_text(
        "Words peculiar to the pilot were not phased out."
    )
    with any_page.expect_download() as download:
        any_page.get_by_role("button", name="Word, with comments").click()
    assert download.value.suggested_filename == "draft-checked.docx"
    any_page.locator(".finding.supported blockquote a").click()
    expect(any_page.locator("mark").first).to_be_visible()
