"""The wire for surveys of a theme: comparisons, and what they are made of."""

from pydantic import Field

from ingest.types import Voice
from service.brief.types import Stance
from service.survey.assumptions import Assumption
from service.survey.compare import By, ThemeComparison
from service.survey.look import Survey
from service.survey.news import News
from service.survey.report_news import ReportNews
from service.wire.views import PassageModel, View, passages


class SurveyItemModel(View):
    """What one passage says to the theme."""

    passage_id: str
    stance: Stance
    condition: str | None
    places: list[str]
    date: str | None
    voice: Voice
    speaker: str | None
    why: str


class ComparedCellsModel(View):
    """Keys of passages by what they say to the theme."""

    for_: list[str] = Field(alias="for")
    against: list[str]
    on_condition: list[str]
    context: list[str]


class ComparedRowModel(View):
    """A place, a report or a year, with its cells; an empty one says that nothing was found."""

    id: str
    name: str
    cells: ComparedCellsModel


def view_rows(comparison: ThemeComparison) -> list[ComparedRowModel]:
    """Give the sides of a comparison."""
    return [
        ComparedRowModel(id=row.id, name=row.name, cells=ComparedCellsModel.model_validate(dict(row.cells)))
        for row in comparison.rows
    ]


class ComparisonModel(View):
    """A theme side by side."""

    theme: str
    by: By
    rows: list[ComparedRowModel]
    evidence: list[SurveyItemModel]
    passages: list[PassageModel]

    @classmethod
    def of(cls, comparison: ThemeComparison) -> "ComparisonModel":
        """Give a comparison for the wire."""
        survey = comparison.survey
        return cls(
            theme=survey.theme,
            by=comparison.by,
            rows=view_rows(comparison),
            evidence=view_items(survey),
            passages=passages(survey.passages),
        )

    def write(self) -> str:
        """Write it as JSON with the names of the interface."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


class CellEntryModel(View):
    """A passage in a cell of a comparison, as a row of a table; without a passage, an empty cell."""

    compared: str
    stance: Stance
    text: str
    report: str
    page: str
    date: str
    voice: str
    speaker: str
    why: str


def list_cells(comparison: ThemeComparison) -> list[CellEntryModel]:
    """Give every cell as rows of a table, one for each passage; an empty cell has one row without words."""
    by_key = {each.id: each for each in comparison.survey.passages}
    items = {each.passage_id: each for each in comparison.survey.items}
    rows = []
    for row in comparison.rows:
        for stance, keys in row.cells.items():
            if not keys:
                empty = dict.fromkeys(("text", "report", "page", "date", "voice", "speaker", "why"), "")
                rows.append(CellEntryModel(compared=row.name, stance=stance, **empty))
            rows += [
                CellEntryModel(
                    compared=row.name,
                    stance=stance,
                    text=by_key[key].text,
                    report=by_key[key].report_title,
                    page=by_key[key].page_label or str(by_key[key].page),
                    date=items[key].date or "",
                    voice=items[key].voice,
                    speaker=items[key].speaker or "",
                    why=items[key].why,
                )
                for key in keys
            ]
    return rows


def view_items(survey: Survey) -> list[SurveyItemModel]:
    """Give what the passages say."""
    return [SurveyItemModel.model_validate(item) for item in survey.items]


class DatedReportModel(View):
    """A report of a timeline, with its passages on the theme."""

    report_id: str
    title: str
    date: str | None
    passage_ids: list[str]


class NewsModel(View):
    """What is new on a theme since a date."""

    since: str
    report_ids: list[str]
    passage_ids: list[str]
    before: list[str]
    """Keys of the passages of older reports."""
    places: list[str]
    """Places that only new passages name."""
    undated: list[str]
    """Ids of reports without a date, which stand on neither side."""


class ThemeModel(View):
    """A theme at a glance: places by what is said, reports by date, and what is new."""

    theme: str
    places: list[ComparedRowModel]
    timeline: list[DatedReportModel]
    news: NewsModel | None
    evidence: list[SurveyItemModel]
    passages: list[PassageModel]

    @classmethod
    def of(cls, survey: Survey, places: ThemeComparison, news: News | None) -> "ThemeModel":
        """Give a theme for the wire."""
        dated = sorted(survey.reports, key=lambda entry: (entry.date is None, entry.date or "", entry.title))
        timeline = [
            DatedReportModel(
                report_id=entry.id,
                title=entry.title,
                date=entry.date,
                passage_ids=[each.id for each in survey.passages if each.report_id == entry.id],
            )
            for entry in dated
        ]
        return cls(
            theme=survey.theme,
            places=view_rows(places),
            timeline=timeline,
            news=_view_news(news) if news else None,
            evidence=view_items(survey),
            passages=passages(survey.passages),
        )


def _view_news(news: News) -> NewsModel:
    return NewsModel(
        since=news.since,
        report_ids=[entry.id for entry in news.reports],
        passage_ids=list(news.passages),
        before=list(news.before),
        places=list(news.places),
        undated=[entry.id for entry in news.undated],
    )


class ReportNewsModel(View):
    """What is new in a report against all earlier ones."""

    report_id: str
    before: list[str]
    """Ids of the earlier reports, the oldest first."""
    undated: list[str]
    """Ids of reports without a date, which stand on neither side."""
    places: list[str]
    terms: list[str]
    findings: list[PassageModel]
    """Findings and recommendations that nothing earlier is near: some of them, in text order."""
    looked_at: int
    new: int

    @classmethod
    def of(cls, news: ReportNews) -> "ReportNewsModel":
        """Give what is new in a report for the wire."""
        return cls(
            report_id=news.report.id,
            before=[entry.id for entry in news.before],
            undated=[entry.id for entry in news.undated],
            places=list(news.places),
            terms=list(news.terms),
            findings=passages(news.findings),
            looked_at=news.looked_at,
            new=news.new,
        )

    def write(self) -> str:
        """Write it as JSON with the names of the interface."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


class AssumptionEvidenceModel(View):
    """A passage found on an assumption, with what it says to it."""

    stance: Stance
    why: str
    passage: PassageModel


class AssumptionModel(View):
    """An assumption that a report states, with what came of it."""

    date: str | None
    passage: PassageModel
    evidence: list[AssumptionEvidenceModel]
    revised: PassageModel | None


class AssumptionsModel(View):
    """Assumptions on a theme, the oldest report's first."""

    theme: str
    assumptions: list[AssumptionModel]

    @classmethod
    def of(cls, theme: str, found: tuple[Assumption, ...]) -> "AssumptionsModel":
        """Give assumptions for the wire."""
        return cls(theme=theme, assumptions=[_view_assumption(each) for each in found])


def _view_assumption(found: Assumption) -> AssumptionModel:
    evidence = [
        AssumptionEvidenceModel(stance=item.stance, why=item.why, passage=PassageModel.of(passage))
        for passage, item in zip(found.evidence, found.items, strict=True)
    ]
    revised = PassageModel.of(found.revised) if found.revised else None
    return AssumptionModel(
        date=found.date, passage=PassageModel.of(found.passage), evidence=evidence, revised=revised
    )
