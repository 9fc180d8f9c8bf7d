"""Signs of life: when something that has to happen again and again happened last."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Pulse(Record):
    """`id` names what happened: `sweep` when the letters were looked through, `probe` when a readiness check wrote."""

    __tablename__ = "pulse"

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
