"""When a letter was first to be said, how often it failed in the same way, and whose turn it is in a conversation"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:

    op.create_table(
        "lane",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("said_at", TIME, nullable=False),
        sa.Column("free_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_lane_workspace")),
        sa.PrimaryKeyConstraint("workspace", "conversation", name=op.f("pk_lane")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", TIME, nullable=True))
        batch_op.add_column(sa.Column("turn", TIME, nullable=True))
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE letter SET due_at = not_before")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("due_at", existing_type=TIME, nullable=False)


def downgrade() -> None:

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("failures")
        batch_op.drop_column("turn")
        batch_op.drop_column("due_at")
    op.drop_table("lane")
