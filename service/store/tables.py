"""The tables as they are now. Every change here also needs a migration (see migrations/versions)."""

import sqlalchemy as sa

METADATA = sa.MetaData()

CONVERSATIONS = sa.Table(
    "conversations",
    METADATA,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("updated_at", sa.String(32), nullable=False, index=True),
    sa.Column("owner", sa.String(200), nullable=False, server_default="", index=True),
)
"""`owner` names who began it; it is empty where nobody needed a key."""
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created_at", sa.String(32), nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("owner", sa.String(200), nullable=False, server_default="", index=True),
)
TURNS = sa.Table(
    "turns",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("answer_id", sa.ForeignKey("answers.id", ondelete="SET NULL"), index=True),
)
FEEDBACK = sa.Table(
    "feedback",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("answer_id", sa.ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("created_at", sa.String(32), nullable=False),
)
KEYS = sa.Table(
    "keys",
    METADATA,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("last_used_at", sa.String(32)),
    sa.Column("ends_at", sa.String(32)),
    sa.Column("revoked_at", sa.String(32)),
)
SIGN_INS = sa.Table(
    "sign_ins",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(200), nullable=False),
    sa.Column("ends_at", sa.String(32), nullable=False, index=True),
)
BRIEFS = sa.Table(
    "briefs",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created_at", sa.String(32), nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("owner", sa.String(200), nullable=False, server_default="", index=True),
)
REFLECTIONS = sa.Table(
    "reflections",
    METADATA,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("created_at", sa.String(32), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("role", sa.String(200), nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("date", sa.String(10), nullable=False),
    sa.Column("question_id", sa.String(64), nullable=False, index=True),
    sa.Column("report_id", sa.String(200), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("decided_at", sa.String(32)),
    sa.Column("owner", sa.String(200), nullable=False, server_default="", index=True),
)
LIBRARY_VERSIONS = sa.Table(
    "library_versions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made_at", sa.String(32), nullable=False),
    sa.Column("listing", sa.Text, nullable=False),
)
LIBRARY_BLOCKS = sa.Table(
    "library_blocks",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
LIBRARY_PARTS = sa.Table(
    "library_parts",
    METADATA,
    sa.Column("number", sa.ForeignKey("library_versions.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("digest", sa.ForeignKey("library_blocks.digest"), primary_key=True, index=True),
)
"""Which blocks a version needs."""
