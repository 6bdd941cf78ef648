"""The library for several workers: its versions, and the blocks of their files."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "library_versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("listing", sa.Text, nullable=False),
    )
    op.create_table(
        "library_blocks",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "library_parts",
        sa.Column(
            "number",
            sa.Integer,
            sa.ForeignKey("library_versions.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("digest", sa.String(64), sa.ForeignKey("library_blocks.digest"), primary_key=True),
    )
    op.create_index("ix_library_parts_digest", "library_parts", ["digest"])
