"""Briefs, each kept whole."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "briefs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False, server_default=""),
    )
    for column in ("created_at", "owner"):
        op.create_index(f"ix_briefs_{column}", "briefs", [column])
