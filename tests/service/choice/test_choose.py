from pathlib import Path

import numpy as np
import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.choice.choose import LONGEST_PASSAGE, _best
from service.choice.units import heads_of_tables, units
from service.question.wants import understand
from service.search.retrieve import search
from service.settings import Settings
from service.types import Answer, Ask, Filters


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(Ask(question))


def test_a_list_is_told_whole_with_the_line_that_opens_it(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    found = search(library, sample_assistant.embedder, "what had to be learned", Filters())
    for first, last, is_list in zip(units(found).first, units(found).last, units(found).is_list, strict=True):
        if is_list and found.texts[int(first)].rstrip().endswith(":"):
            assert last - first >= 2
            assert np.isneginf(units(found).score[first])
            return
    pytest.fail("the sample library has no list with a line that opens it")


def test_an_opening_line_is_never_cited_without_its_list(sample_assistant: Assistant) -> None:
    for question in (
        "What helped teams to go on?",
        "Which barriers were named?",
        "What did leaders do for trust?",
    ):
        answer = ask(sample_assistant, question)
        for statement, after in zip(answer.statements, (*answer.statements[1:], None), strict=True):
            if statement.text.rstrip().endswith(":"):
                assert after is not None
                assert after.kind == "item"


def test_passages_of_prose_stay_short(sample_assistant: Assistant) -> None:
    answer = ask(sample_assistant, "How did partners build trust?")
    assert answer.passages
    assert all(len(passage.text) <= LONGEST_PASSAGE + 200 for passage in answer.passages)


def test_a_comparison_of_places_has_something_of_each(sample_assistant: Assistant) -> None:
    answer = ask(sample_assistant, "How do Stockport and Salford differ?")
    text = " ".join(passage.text for passage in answer.passages)
    assert "Stockport" in text
    assert "Salford" in text


def test_several_reports_are_heard_where_the_question_asks_for_them(sample_assistant: Assistant) -> None:
    answer = ask(sample_assistant, "What do several reports say about trust?")
    assert len({passage.report_id for passage in answer.passages}) > 2


def test_the_head_of_a_table_is_no_evidence(sample_assistant: Assistant) -> None:
    found = search(sample_assistant.library, sample_assistant.embedder, "role, place and task", Filters())
    heads = {found.texts[int(i)] for i in np.flatnonzero(heads_of_tables(found))}
    answer = ask(sample_assistant, "role, place and task of each innovation")
    assert not heads & {passage.text for passage in answer.passages}


def test_a_named_report_is_the_only_one_cited(sample_assistant: Assistant) -> None:
    titles = {details.id: details.title for details in sample_assistant.library.details}
    id_, title = next((id_, title) for id_, title in titles.items() if "Stockport" in title)
    answer = ask(sample_assistant, f"According to {title.split(':')[0]}, what helped?")
    assert {passage.report_id for passage in answer.passages} == {id_}


def test_what_is_unfit_is_not_chosen_even_where_nothing_else_is_there(sample_assistant: Assistant) -> None:
    found = search(sample_assistant.library, sample_assistant.embedder, "trust", Filters())
    scored = units(found)
    nothing_fits = np.full(len(scored.first), -np.inf)
    assert _best(understand("trust"), found, scored, nothing_fits, most=3, share=0.75) == []


def test_what_two_reports_say_in_the_same_words_is_told_once(
    tmp_path: Path, sample_assistant: Assistant
) -> None:
    same = "The ferry carries bicycles free of charge on weekdays."
    (tmp_path / "north.md").write_text(
        f"# North pier\n\nThe pier was painted by volunteers in the spring.\n\n{same}\n", encoding="utf-8"
    )
    (tmp_path / "south.md").write_text(
        f"# South pier\n\n{same}\n\nGulls nest below the café and wake the whole street.\n", encoding="utf-8"
    )
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path / "north.md", tmp_path / "south.md"], settings).failures
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    texts = [passage.text for passage in ask(assistant, "What does the ferry carry for free?").passages]
    assert texts.count(same) == 1


def test_the_head_of_a_table_with_one_row_is_no_evidence_either(
    sample_assistant: Assistant, tmp_path: Path
) -> None:
    table = "| Goal of the ferry | Measure of the goal |\n|---|---|\n| Quicker crossings | Minutes on the water |\n"
    (tmp_path / "ferry.md").write_text(f"# The ferry\n\nIt crosses the sound.\n\n{table}", encoding="utf-8")
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path / "ferry.md"], settings).failures
    library = Assistant(settings, embedder=sample_assistant.embedder).library
    found = search(
        library, sample_assistant.embedder, "What is the goal of the ferry and its measure?", Filters()
    )
    heads = [found.texts[int(i)] for i in np.flatnonzero(heads_of_tables(found))]
    assert ["Goal of the ferry" in head for head in heads] == [True]
