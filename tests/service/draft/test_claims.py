import pytest

from service.draft.claims import explain_no_claim, is_proposal, split_citations


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("What did Stockport change?", "question"),
        ("Dear members of the board,", "greeting"),
        ("Smith, J. (2020) Trust in partnerships. London: Press.", "source"),
        ("https://example.org/report.pdf", "source"),
        ("We strongly recommend that the pilot goes on.", "own view"),
        ("In our view the pilot worked well for families.", "own view"),
        ("The board is asked to note the contents of the paper.", "own view"),
        ("This section summarises the findings of two reports.", "draft itself"),
        ("Annex B lists the authorities that took part.", "draft itself"),
        ("So it was.", "few words"),
        ("Man hat die Gruppe aufgelöst, weil niemand sie brauchte.", "English"),
    ],
)
def test_what_claims_nothing_says_why(sentence: str, word: str) -> None:
    assert word in explain_no_claim(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Stockport disbanded its Steering Group.",
        "A leader said that people believe in this work.",
        "The report finds that trust takes time.",
        "This approach covers ten authorities.",
        "Teams in Salford, Wigan and Bury met.",
        "The pilot asks partners for data.",
        "North Yorkshire County Council developed No Wrong Door.",
    ],
)
def test_claims_are_claims(sentence: str) -> None:
    assert explain_no_claim(sentence) == ""


def test_a_proposal_is_one_only_where_nobody_is_said_to_make_it() -> None:
    assert is_proposal("Partners should meet more often.")
    assert not is_proposal("Residents said that partners should meet more often.")
    assert not is_proposal("Partners met more often.")


@pytest.mark.parametrize(
    ("sentence", "claim", "cited"),
    [
        ("Trust grew [1].", "Trust grew.", ("[1]",)),
        ("Trust grew [S1, S2].", "Trust grew.", ("[S1, S2]",)),
        ("Trust grew.¹²", "Trust grew.", ("¹²",)),
        ("Trust grew[^4].", "Trust grew.", ("[^4]",)),
        (
            "Trust grew (Smith et al., 2020; Jones 2019a).",
            "Trust grew.",
            ("(Smith et al., 2020; Jones 2019a)",),
        ),
        ("Trust grew (see page 4).", "Trust grew.", ("(see page 4)",)),
        ("**Trust** grew (in 2020).", "Trust grew (in 2020).", ()),
        ("Trust grew (Salford and Wigan).", "Trust grew (Salford and Wigan).", ()),
    ],
)
def test_citations_and_emphasis_are_set_aside(sentence: str, claim: str, cited: tuple[str, ...]) -> None:
    assert split_citations(sentence) == (claim, cited)
