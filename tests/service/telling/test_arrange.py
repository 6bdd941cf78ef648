from service.telling.arrange import Part, Section, group_statements, lay_out, number_passages
from service.types import Answer, Engine, Statement


def test_statements_are_gathered_by_label_then_kind() -> None:
    lead, one, two = Statement("They:", ()), Statement("did", (), "item"), Statement("more", (), "item")
    said, again = Statement("“a”", (), "quotation", "Salford"), Statement("“b”", (), "quotation", "Salford")
    assert group_statements([lead, one, two, said, again]) == [
        Section(None, (Part("sentence", (lead,)), Part("item", (one, two)))),
        Section("Salford", (Part("quotation", (said,)), Part("quotation", (again,)))),
    ]


def test_the_headline_comes_first_and_is_not_said_again() -> None:
    one, two = Statement("NWD is a service.", ("S1",)), Statement("It works with young people.", ("S2",))
    answer = Answer("1", "?", "?", "answered", (one, two), (), (), (), (), Engine("extractive"), {})
    assert lay_out(answer) == group_statements([one, two])
    repeated = Statement(two.text, ("S2",))
    told = Answer(
        "1", "?", "?", "answered", (one, two), (), (), (), (), Engine("extractive"), {}, headline=repeated
    )
    assert lay_out(told) == [
        Section(None, (Part("sentence", (repeated,)),), is_headline=True),
        Section(None, (Part("sentence", (one,)),)),
    ]
    assert number_passages(told) == {"S2": 1, "S1": 2}


def test_one_point_of_a_list_by_itself_is_a_paragraph() -> None:
    point = Statement("Trust grew with time.", ("S1",), "item")
    opening = Statement("Three things helped:", ("S2",))
    row = Statement("May · 410.", ("S3",), "item")
    kinds = [
        [part.kind for section in group_statements(statements) for part in section.parts]
        for statements in ((point,), (point, point), (opening, point), (row,))
    ]
    assert kinds == [["sentence"], ["item"], ["sentence", "item"], ["item"]]
