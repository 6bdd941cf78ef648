from pathlib import Path

import pytest
from pydantic import SecretStr

from ingest.errors import ModelUnavailable, SettingsError
from service.assistant import Assistant
from service.check.faults import Opinion
from service.check.statement import check_statement
from service.draft.support import ReportSearch
from service.opinion.load import load_opinion
from service.settings import Settings
from service.types import Filters
from tests.ingest.embedding.test_entailment import make_entailment_model
from tests.service.answer.test_chat import TRUST, passage

TOLD = "3 councils gave trust time."


def test_without_the_setting_there_is_no_second_opinion() -> None:
    assert load_opinion(Settings()) is None


@pytest.mark.parametrize(
    ("label", "outcome"),
    [("entailment", "supported"), ("contradiction", "contradicted"), ("neutral", "not_found")],
)
def test_a_model_can_object_to_what_the_rules_let_through(label: str, outcome: str, tmp_path: Path) -> None:
    hear = load_opinion(Settings(checker=str(make_entailment_model(tmp_path, label))))
    assert check_statement(TOLD, [passage(TRUST)], hear=hear).outcome == outcome
    assert check_statement(TRUST, [passage(TRUST)], hear=hear).outcome == "supported"


def test_a_model_lets_nothing_through_that_the_rules_object_to(tmp_path: Path) -> None:
    hear = load_opinion(Settings(checker=str(make_entailment_model(tmp_path, "entailment"))))
    for sentence in ("4 councils gave trust time.", "Trust takes no time.", "All councils gave trust time."):
        assert check_statement(sentence, [passage(TRUST)], hear=hear).outcome != "supported"


def test_a_model_that_has_no_opinion_leaves_it_to_the_rules() -> None:
    assert check_statement(TOLD, [passage(TRUST)], hear=lambda *_: None).outcome == "supported"


def test_what_another_passage_says_needs_the_models_consent_too() -> None:
    given = (passage("Buses ran late.", 1), passage(TRUST, 2))
    for opinion, outcome in ((Opinion(1, 0), "supported_by_another"), (Opinion(0, 1), "not_found")):
        check = check_statement(TOLD, given[:1], given, hear=lambda *_, told=opinion: told)
        assert check.outcome == outcome


def test_drafts_are_held_against_it_too(
    sample_assistant: Assistant, sample_settings: Settings, tmp_path: Path
) -> None:
    folder = make_entailment_model(tmp_path, "contradiction")
    settings = sample_settings.model_copy(update={"checker": str(folder)})
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    sentence = "Feedback from young people shaped the service, and schools were part of the team around them."
    with_opinion = ReportSearch(assistant.library, assistant.embedder, hear=assistant.opinion)
    without = ReportSearch(assistant.library, assistant.embedder)
    assert with_opinion.check(sentence)[0].outcome != "supported"
    told = next(each for each in assistant.search("schools", Filters(), 400) if each.text)
    words = told.text.split(". ")[0].split("\n")[0]
    assert without.check(words)[0] == with_opinion.check(words)[0]


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="WALKALONG_CHECKER"):
        load_opinion(Settings(checker=str(tmp_path / "nowhere")))


def test_the_chat_model_as_a_judge_needs_a_chat_model() -> None:
    with pytest.raises(SettingsError, match="WALKALONG_CHAT_MODEL"):
        load_opinion(Settings(checker="chat"))
    made = Settings(
        checker="chat", chat_model="any", chat_base_url="http://x/v1", chat_api_key=SecretStr("k")
    )
    assert load_opinion(made)
