"""How much is kept of what somebody asked, on the wire."""

from service.wire.views import View


class KeptCountsModel(View):
    """How much was deleted. Feedback goes with its answers."""

    conversations: int
    answers: int
    briefs: int
    reflections: int
