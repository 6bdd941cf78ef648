"""Keys and sign-ins, and who conversations and answers belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; what is there already belongs to nobody."""
    for table in ("conversations", "answers"):
        op.add_column(table, sa.Column("owner", sa.String(200), nullable=False, server_default=""))
        op.create_index(f"ix_{table}_owner", table, ["owner"])
    op.create_index("ix_answers_created_at", "answers", ["created_at"])
    op.create_table(
        "keys",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("last_used_at", sa.String(32)),
        sa.Column("ends_at", sa.String(32)),
        sa.Column("revoked_at", sa.String(32)),
    )
    op.create_table(
        "sign_ins",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_sign_ins_ends_at", "sign_ins", ["ends_at"])
