"""Charts by their axis, their shares and their tag; tables and lists of numbers are none."""

from ingest.layout.parts import Box, DrawnPage, Tag, TextLine, Word, make_line
from ingest.layout.roles.charts import find_charts


def line(text: str, left: float, top: float, tag: Tag | None = None) -> TextLine:
    words, at = [], left
    for each in text.split():
        words.append(Word(each, Box(at, top, at + 5 * len(each), top + 8), 8, tag=tag))
        at += 5 * len(each) + 3
    return make_line(words)


def page(lines: list[TextLine], areas: tuple[Box, ...] = ()) -> DrawnPage:
    words = tuple(word for each in lines for word in each.words)
    return DrawnPage(1, 600, 800, words, areas=areas)


def charts_of(lines: list[TextLine], *areas: Box) -> list[str]:
    return [" ".join(each.text for each in chart.lines) for chart in find_charts(page(lines, areas), lines)]


AXIS = [line(str(40 - 10 * at), 60, 100 + 20 * at) for at in range(5)]


def test_an_axis_takes_in_its_bars_labels_and_legend_but_no_text() -> None:
    bars = [Box(90, 120, 110, 188), Box(140, 140, 160, 188), Box(190, 110, 210, 188)]
    lines = [
        line("FIGURE 1. Visits by year", 60, 80),
        *AXIS,
        line("36", 92, 108),
        line("First year", 85, 195),
        line("Visits Calls", 100, 212),
        line("Visits grew in the first year and fell in the next one.", 60, 250),
    ]
    assert charts_of(lines, *bars) == ["40 36 30 20 10 0 First year Visits Calls"]


def test_shares_on_coloured_ground_make_a_pie() -> None:
    lines = [
        line("60%", 100, 100),
        line("40%", 160, 100),
        line("Families came by bus or on foot that year.", 60, 300),
    ]
    ground = Box(80, 60, 200, 180)
    assert charts_of(lines, ground) == ["60% 40%"]
    assert charts_of(lines) == []
    assert charts_of([*lines[:1], line("30%", 160, 100)], ground) == []


def test_a_tagged_figure_with_values_is_a_chart_and_one_with_sentences_is_not() -> None:
    figure = Tag("figure", 0, 7)
    assert charts_of([line("12", 80, 80, figure), line("Calls", 80, 100, figure)]) == ["12 Calls"]
    sentence = line("Partners meet each month to compare what they heard", 80, 80, figure)
    assert charts_of([sentence, line("and agree", 80, 100, figure)]) == []


def test_labels_of_several_lines_stay_together() -> None:
    figure = Tag("figure", 0, 7)
    lines = [
        line("Graph 1. Events", 60, 60, figure),
        *(line("First and", 80, 100, figure), line("Second and", 180, 100, figure)),
        *(line("only vote", 80, 110, figure), line("last crisis", 180, 110, figure)),
    ]
    assert charts_of(lines) == ["First and only vote Second and last crisis"]


def test_numbers_in_a_table_or_list_are_no_axis() -> None:
    ranks = [line(str(at + 1), 60, 100 + 20 * at) for at in range(5)]
    figures = [line(text, 60, 100 + 20 * at) for at, text in enumerate(["40", "33", "12", "7"])]
    high = [line(str(90 - 10 * at), 60, 100 + 20 * at) for at in range(4)]
    assert charts_of(ranks) == charts_of(figures) == charts_of(high) == []
