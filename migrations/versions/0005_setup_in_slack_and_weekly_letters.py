"""Setup made in Slack with its change log, user groups, and who wants a weekly letter"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:

    op.create_table(
        "setup",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_setup_workspace")),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_setup")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_change_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_workspace_at"), "change", ["workspace", "at"], unique=False)
    op.create_table(
        "user_group",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_user_group_workspace")),
        sa.PrimaryKeyConstraint("workspace", "handle", name=op.f("pk_user_group")),
    )
    op.add_column("person", sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("weekly")
    op.drop_table("user_group")
    op.drop_index(op.f("ix_change_workspace_at"), table_name="change")
    op.drop_table("change")
    op.drop_table("setup")
