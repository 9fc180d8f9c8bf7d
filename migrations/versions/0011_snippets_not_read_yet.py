"""Snippets that were shared in a channel and are not read yet.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("sharer", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "origin", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_due_at"), "arrival", ["due_at"])
    op.create_index(op.f("ix_arrival_workspace_sharer"), "arrival", ["workspace", "sharer"])


def downgrade() -> None:
    op.drop_table("arrival")
