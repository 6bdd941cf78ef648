from service.cli.terminal import strip_controls


def test_nothing_that_steers_a_terminal_is_shown() -> None:
    assert strip_controls("a\x1b[31mb\x07\u202ec\nd\té") == "a[31mbc\nd\té"
