from service.telling.arrange import Part, Section, group_statements
from service.types import Statement


def test_statements_are_gathered_by_label_then_kind() -> None:
    lead, one, two = Statement("They:", ()), Statement("did", (), "item"), Statement("more", (), "item")
    said, again = Statement("“a”", (), "quotation", "Salford"), Statement("“b”", (), "quotation", "Salford")
    assert group_statements([lead, one, two, said, again]) == [
        Section(None, (Part("sentence", (lead,)), Part("item", (one, two)))),
        Section("Salford", (Part("quotation", (said,)), Part("quotation", (again,)))),
    ]
