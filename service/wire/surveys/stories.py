"""The wire for stories: a place, a theme or a report on a page."""

from service.survey.story import types
from service.wire.views import PassageModel, View, passages


class StorySubjectModel(View):
    """What a story is about; `report_id` only for a report."""

    kind: types.SubjectKind
    name: str
    report_id: str | None


class StoryEventModel(View):
    """Something dated: what a passage says happened, or, without a passage, that these reports came out."""

    date: str
    passage_id: str | None
    report_ids: list[str]


class StoryPictureModel(View):
    """A drawing as SVG, and what it shows in words."""

    title: str
    words: str
    svg: str


class StoryModel(View):
    """A story, whole: the keys of its passages, by what they tell."""

    subject: StorySubjectModel
    what: list[str]
    events: list[StoryEventModel]
    helped: list[str]
    hindered: list[str]
    learned: list[str]
    picture: StoryPictureModel | None
    passages: list[PassageModel]
    report_ids: list[str]
    library: str

    @classmethod
    def of(cls, story: types.Story) -> "StoryModel":
        """Give a story for the wire."""
        events = [
            StoryEventModel(
                date=each.date, passage_id=each.passage_id, report_ids=[entry.id for entry in each.reports]
            )
            for each in story.events
        ]
        return cls(
            subject=StorySubjectModel.model_validate(story.subject),
            what=list(story.what),
            events=events,
            helped=list(story.helped),
            hindered=list(story.hindered),
            learned=list(story.learned),
            picture=StoryPictureModel.model_validate(story.picture) if story.picture else None,
            passages=passages(story.passages),
            report_ids=[entry.id for entry in story.reports],
            library=story.library,
        )

    def write(self) -> str:
        """Write it as JSON with the names of the interface."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
