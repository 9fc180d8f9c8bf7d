"""Shout-outs, seconding, and kudos for the team alone"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:

    op.create_table(
        "shout_out",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=True),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("quoted", sa.String(), nullable=True),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("reach IN ('public', 'team', 'private')", name=op.f("ck_shout_out_reach")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_shout_out_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shout_out")),
        sa.UniqueConstraint("workspace", "origin", name=op.f("uq_shout_out_workspace_origin")),
    )
    op.create_index(op.f("ix_shout_out_workspace_giver_at"), "shout_out", ["workspace", "giver", "at"], unique=False)
    op.create_table(
        "thanks",
        sa.Column("shout_out", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("left_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["shout_out"], ["shout_out.id"], name=op.f("fk_thanks_shout_out"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_thanks_workspace")),
        sa.PrimaryKeyConstraint("shout_out", "person", name=op.f("pk_thanks")),
    )
    op.create_index(op.f("ix_thanks_workspace_person_at"), "thanks", ["workspace", "person", "at"], unique=False)
    op.create_table(
        "second",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=True),
        sa.Column("shout_out", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("(review IS NULL) <> (shout_out IS NULL)", name=op.f("ck_second_about")),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name=op.f("fk_second_review"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shout_out"], ["shout_out.id"], name=op.f("fk_second_shout_out"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_second_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second")),
        sa.UniqueConstraint("review", "person", "line", name=op.f("uq_second_review_person_line")),
        sa.UniqueConstraint("shout_out", "person", "line", name=op.f("uq_second_shout_out_person_line")),
    )
    op.create_index(op.f("ix_review_workspace_author_created_at"), "review", ["workspace", "author", "created_at"])
    op.create_index(op.f("ix_letter_workspace_posted_in_posted_as"), "letter", ["workspace", "posted_in", "posted_as"])
    _kudos_may_be("public", "team", "private", "none")


def downgrade() -> None:

    op.execute("UPDATE person SET kudos = 'private' WHERE kudos = 'team'")
    _kudos_may_be("public", "private", "none")
    op.drop_index(op.f("ix_letter_workspace_posted_in_posted_as"), table_name="letter")
    op.drop_index(op.f("ix_review_workspace_author_created_at"), table_name="review")
    op.drop_table("second")
    op.drop_index(op.f("ix_thanks_workspace_person_at"), table_name="thanks")
    op.drop_table("thanks")
    op.drop_index(op.f("ix_shout_out_workspace_giver_at"), table_name="shout_out")
    op.drop_table("shout_out")


def _kudos_may_be(*words: str) -> None:
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_person_kudos"), type_="check")
        batch_op.create_check_constraint(op.f("ck_person_kudos"), f"kudos IN ({allowed})")
