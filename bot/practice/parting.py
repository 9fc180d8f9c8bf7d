"""Leaving: people who are deactivated or come back, and an app that is uninstalled."""

from __future__ import annotations

from typing import Any

from .world import World

Json = dict[str, Any]


class Parting:
    """The part of `Workspace` in which people and the app leave."""

    world: World

    def deactivate(self, person: str, deactivated: bool = True) -> None:
        """An admin deactivates somebody, or (`False`) lets them in again."""
        with self.world.changed:
            known = self.world.people[person]
            known.deactivated = deactivated
            changed = {"type": "user_change", "user": known.as_json(), "cache_ts": int(self.world.clock.time())}
            self.world.announce(changed, "user_change")
            self.world.note("person", {"person": person})

    def revoke(self, *kinds: str) -> None:
        """Tokens end, of these kinds (`bot`, `oauth`); Slack tells the app."""
        with self.world.changed:
            self.world.revoked = self.world.revoked or "bot" in kinds
            ended = {kind: [self.world.bot_user] for kind in kinds}
            self.world.announce({"type": "tokens_revoked", "tokens": ended}, "tokens_revoked")

    def uninstall(self) -> None:
        """The app is removed: its token is no good from then on. Slack also sends `revoke`, before or after this."""
        with self.world.changed:
            self.world.revoked = True
            self.world.announce({"type": "app_uninstalled"}, "app_uninstalled")

    def install_again(self) -> None:
        """The app is back, for simplicity with the token it had."""
        with self.world.changed:
            self.world.revoked = False
