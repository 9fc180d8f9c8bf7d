"""Check-ins: schedules, rounds, rosters, sealed ballots, results"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("away_until", TIME, nullable=True))

    op.create_table(
        "schedule",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("next_run_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_schedule_workspace")),
        sa.PrimaryKeyConstraint("workspace", "circle", name=op.f("pk_schedule")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("opens_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("k_comment", sa.Integer(), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("lettered", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('opening', 'open', 'closed', 'void')", name=op.f("ck_round_state")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_round_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("workspace", "circle", "week", name=op.f("uq_round_workspace_circle_week")),
    )
    op.create_index(op.f("ix_round_workspace_state"), "round", ["workspace", "state"], unique=False)
    op.create_table(
        "roster",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_roster_round")),
        sa.PrimaryKeyConstraint("round", "person", name=op.f("pk_roster")),
    )
    op.create_table(
        "ballot",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_ballot_round")),
        sa.PrimaryKeyConstraint("round", "tag", name=op.f("pk_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "result",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("took_part", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_result_round")),
        sa.PrimaryKeyConstraint("round", "group", "question", name=op.f("pk_result")),
    )
    op.create_table(
        "comment",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_comment_round")),
        sa.PrimaryKeyConstraint("round", "key", name=op.f("pk_comment")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deed",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("did", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_deed_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    op.create_index(op.f("ix_deed_workspace_circle_at"), "deed", ["workspace", "circle", "at"], unique=False)
    op.create_table(
        "quiet",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_quiet_workspace")),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_quiet")),
    )
    op.create_table(
        "key_probe",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_probe")),
    )


def downgrade() -> None:

    for table in ("key_probe", "quiet"):
        op.drop_table(table)
    op.drop_index(op.f("ix_deed_workspace_circle_at"), table_name="deed")
    for table in ("deed", "comment", "result", "ballot", "roster"):
        op.drop_table(table)
    op.drop_index(op.f("ix_round_workspace_state"), table_name="round")
    for table in ("round", "schedule"):
        op.drop_table(table)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("away_until")
        batch_op.drop_column("zone")
