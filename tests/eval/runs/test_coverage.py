from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.report.terminal import coverage_lines
from eval.runs.coverage import SetCoverage, measure_coverage, of_run
from eval.runs.provenance import library_digest
from eval.sets.cases import load_set
from ingest.errors import LibraryMismatch
from ingest.library.open import Library
from service.assistant import Assistant
from service.types import Filters

SMALL = Path(__file__).parents[1] / "small.yaml"
Made = SimpleNamespace


@pytest.fixture(scope="module")
def library(sample_assistant: Assistant) -> Library:
    return sample_assistant.library


@pytest.fixture(scope="module")
def found(library: Library) -> SetCoverage:
    return measure_coverage(library, load_set([SMALL], library))


def test_cases_are_counted_where_their_gold_lies(found: SetCoverage) -> None:
    assert {tally.name: tally.cases for tally in found.reports} == {
        "no-wrong-door": ("def-nwd",),
        "roles-and-who-does-what": (),
        "stockport-governance": ("fac-steering-group", "fol-stockport"),
        "team-around-the-school": (),
    }
    kinds = {tally.name: tally.cases for tally in found.kinds}
    assert kinds["case study"] == ("def-nwd", "fac-steering-group", "fol-stockport")
    assert found.unfound is None


def test_a_place_counts_where_gold_names_it_or_the_report_is_about_it_alone(found: SetCoverage) -> None:
    places = {tally.name: tally.cases for tally in found.places}
    assert places["North Yorkshire"] == ("def-nwd",)
    assert places["Stockport"] == ("fac-steering-group", "fol-stockport")
    assert places["Salford"] == ()


def test_sections_are_the_highest_headings_under_the_title(found: SetCoverage) -> None:
    sections = {tally.name: tally.cases for tally in found.sections}
    assert sections["no-wrong-door › What No Wrong Door is"] == ("def-nwd",)
    assert sections["stockport-governance › In brief"] == ("fac-steering-group", "fol-stockport")
    assert sections["stockport-governance › The setting"] == ()
    assert not any(name.endswith("› GM Moving and the Local Pilot") for name in sections)


def test_what_no_search_found_is_listed(library: Library, sample_assistant: Assistant, made: Made) -> None:
    passages = sample_assistant.search("What is the No Wrong Door approach?", Filters(), 2000)
    found = measure_coverage(library, [], [made.result(made.case(), {}, found=passages)])
    assert found.unfound is not None
    assert 0 < len(found.unfound) < found.chunks == len(library.chunks)
    for chunk in found.unfound:
        assert not any(
            each.report_id == chunk.report and each.start < chunk.end and chunk.start < each.end
            for each in passages
        )
        assert library.report(chunk.report).text[chunk.start :].startswith(chunk.begins.split()[0])
    everything = [
        made.passage("S1", details.id, 0, len(library.report(details.id).text)) for details in library.details
    ]
    cited = made.answer([made.statement("All.", "S1")], everything)
    assert measure_coverage(library, [], [made.result(made.case(), {}, answer=cited)]).unfound == ()


def test_a_run_on_another_library_is_refused(library: Library, made: Made) -> None:
    run = made.run([made.result(made.case(), {})])
    with pytest.raises(LibraryMismatch, match="another library"):
        of_run(library, run, None)
    about = replace(run.about, provenance=replace(run.provenance, library=library_digest(library)))
    assert of_run(library, replace(run, about=about), None).unfound is not None


def test_in_words_what_has_no_case_stands_out(library: Library, found: SetCoverage, made: Made) -> None:
    told = "\n".join(coverage_lines(found))
    assert "Reports: 2 without a case" in told
    assert "     2  stockport-governance" in told
    assert "stockport-governance › The setting" in told
    assert "› In brief" not in told.replace("team-around-the-school › In brief", "")
    assert "Never found" not in told
    nothing = coverage_lines(measure_coverage(library, [], [made.result(made.case(), {})]))
    assert f"Never found by any search of the run: {found.chunks} of {found.chunks} chunks" in nothing
