from service.wire import addresses


def test_an_id_can_not_leave_its_place_in_an_address() -> None:
    assert addresses.picture("a/../b?c", 3, 1, 9) == "/v1/reports/a%2F..%2Fb%3Fc/pages/3.png?start=1&end=9"


def test_addresses_begin_with_the_path_of_the_proxy() -> None:
    token = addresses.ROOT.set("/walkalong")
    try:
        assert addresses.report("x") == "/walkalong/v1/reports/x"
        assert addresses.below_root("/") == "/walkalong/"
    finally:
        addresses.ROOT.reset(token)
