"""An index that finds who would rather not be named, however many people there are"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:

    op.create_index(op.f("ix_person_workspace_kudos"), "person", ["workspace", "kudos"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_person_workspace_kudos"), table_name="person")
