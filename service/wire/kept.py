"""The wire, outwards: how many conversations, answers and so on are kept."""

from service.wire.views import View


class KeptCountsModel(View):
    """How much was deleted. Feedback goes with its answers."""

    conversations: int
    answers: int
    briefs: int
    reflections: int
