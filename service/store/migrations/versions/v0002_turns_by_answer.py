"""An index for finding the conversation of an answer."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index; without it each look-up, and each deletion, read every turn there is."""
    op.create_index("ix_turns_answer_id", "turns", ["answer_id"], if_not_exists=True)
