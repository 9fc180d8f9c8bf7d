"""Stories: a workspace that is furnished, scenes that a newcomer plays with one click, and starting over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from .world import World

if TYPE_CHECKING:
    from .workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """Something to try: who says what where, and what to look at then.

    A text with a slash in front is a command; without a text nothing is said. `before` is what happens before that:
    time passes, colleagues do their part.
    """

    title: str
    who: str
    where: str
    says: str
    look: str
    before: Callable[[Workspace, dict[str, str]], None] | None = None


class Story(Protocol):
    """A cast with its places, and scenes to play in it."""

    scenes: tuple[Scene, ...]

    def furnish(self, slack: Workspace) -> dict[str, str]:
        """Make people and places; hands back their ids by name."""


class Telling:
    """The part of `Workspace` that tells a story."""

    world: World
    say: Callable[..., str]
    command: Callable[..., Any]
    _story: Story | None = None
    _ids: dict[str, str]
    _others: list[Callable[[], None]]

    def begin_with(self, story: Story, at_start_over: Callable[[], None] = lambda: None) -> dict[str, str]:
        """Furnish the workspace; hands back the ids of people and places by name. The bot hears nothing of it.

        `at_start_over` is called whenever somebody starts over, before the workspace is furnished anew: there the
        bot forgets what it knows.
        """
        self._story, self._others = story, [at_start_over]
        with self.world.changed:
            self._furnish(story)
        return dict(self._ids)

    def _furnish(self, story: Story) -> None:
        self.world.before_the_app = True
        try:
            self._ids = story.furnish(self)  # type: ignore[arg-type]
        finally:
            self.world.before_the_app = False

    def start_over(self) -> None:
        """Forget everything and furnish anew at the real time; people and places keep their ids."""
        if self._story is None:
            return
        with self.world.changed:
            self.world.changed.wait_for(self.world.deliveries.settled, self.world.deliveries.answer_within)
        # Not under the lock: to forget, the bot may have to wait for a call of its own to be answered.
        for forget in self._others:
            forget()
        self.world.clock.restart()
        with self.world.changed:
            self.world.clear()
            self._furnish(self._story)
            self.world.note("start_over", {})

    def scenes(self) -> list[Json]:
        """The scenes of the story, for the page."""
        if self._story is None:
            return []
        told = ("title", "who", "where", "says", "look")
        return [
            {**{name: getattr(scene, name) for name in told}, "person": self._ids[scene.who]}
            for scene in self._story.scenes
        ]

    def play(self, scene: int) -> Json:
        """Play one scene; hands back who looks where at what came of it and, for a message, its timestamp."""
        if self._story is None:
            return {}
        told = self._story.scenes[scene]
        person, place = self._ids[told.who], self._ids[told.where]
        if told.before:
            told.before(self, self._ids)  # type: ignore[arg-type]
            self.world.note("clock", {})
        if not told.says:
            return {"person": person, "channel": place}
        if told.says.startswith("/"):
            name, _, text = told.says.partition(" ")
            self.command(person, place, name, text)
            return {"person": person, "channel": place}
        return {"person": person, "channel": place, "ts": self.say(person, place, told.says)}
