from service.web.render import addresses


def test_ids_stay_in_their_place() -> None:
    assert addresses.report("a/b?c#d") == "/reports/a%2Fb%3Fc%23d"
    assert addresses.address_passage("1", "S1/../..") == "/answers/1/passages/S1%2F..%2F.."


def test_a_turn_of_a_conversation_keeps_what_was_chosen() -> None:
    assert addresses.conversation("c", 2, [("place", "Salford")]) == "/conversations/c?place=Salford#a2"


def test_what_is_added_to_an_address_joins_its_query() -> None:
    assert addresses.with_query("/library?q=a", place="Bury", kind=None) == "/library?q=a&place=Bury"
    assert addresses.with_query("/library") == "/library"
