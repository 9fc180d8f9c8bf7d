"""What is going and what is gone"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("why IN ('asked', 'left', 'uninstalled')", name=op.f("ck_erasure_why")),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_erasure")),
    )
    op.create_table(
        "gone",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "origin", name=op.f("pk_gone")),
    )
    op.create_index(op.f("ix_gone_at"), "gone", ["at"])
    op.add_column("workspace", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("workspace", "left_at")
    op.drop_table("gone")
    op.drop_table("erasure")
