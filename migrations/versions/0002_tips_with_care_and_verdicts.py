"""Tips with care and verdicts"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:

    op.create_table(
        "rereading",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("playbook", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name=op.f("fk_rereading_review"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_rereading_workspace")),
        sa.PrimaryKeyConstraint("review", "playbook", name=op.f("pk_rereading")),
    )
    op.create_table(
        "verdict",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("tactic", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("machine", sa.String(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("playbook", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("proposed IN ('shown', 'missed', 'not_called_for')", name=op.f("ck_verdict_proposed")),
        sa.CheckConstraint("role IN ('author', 'reader')", name=op.f("ck_verdict_role")),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name=op.f("fk_verdict_review"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_verdict_workspace")),
        sa.PrimaryKeyConstraint("review", "person", "tactic", name=op.f("pk_verdict")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tips_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tips_stopped", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tip_helped", sa.Boolean(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_review_workspace_place_created_at"), ["workspace", "place", "created_at"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_workspace_place_created_at"))
        batch_op.drop_column("tip_helped")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("tips_stopped")
        batch_op.drop_column("tips_from")

    op.drop_table("verdict")
    op.drop_table("rereading")
