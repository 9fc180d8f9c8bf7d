"""The errors that Slack documents: of every method, and of each one. No other is ever given, except as a fault.

Each list is from https://docs.slack.dev/reference/methods/ and the name of the method, those left out that can only
come about in what the workspace does not have (Enterprise Grid, user tokens, scheduled and streamed messages, files
that are shared).
"""

from __future__ import annotations

ANY = (
    "access_denied", "account_inactive", "fatal_error", "internal_error", "invalid_arguments", "invalid_auth",
    "missing_scope", "no_permission", "not_allowed_token_type", "not_authed", "ratelimited", "request_timeout",
    "service_unavailable", "team_access_not_granted", "token_expired", "token_revoked", "unknown_method",
)  # fmt: skip
PAGED = ("invalid_cursor", "invalid_limit")
POSTED = (
    "channel_not_found", "invalid_blocks", "invalid_blocks_format", "is_archived", "msg_blocks_too_long",
    "msg_too_long", "no_text", "restricted_action",
)  # fmt: skip
VIEW = ("duplicate_external_id", "hash_conflict", "not_found", "view_too_large")
TRIGGER = (
    "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id", "trigger_exchanged", "view_too_large",
)  # fmt: skip
REACTION = (
    "channel_not_found", "invalid_name", "is_archived", "message_not_found", "no_item_specified", "no_reaction",
    "not_in_channel", "not_reactable", "restricted_action",
)  # fmt: skip

ERRORS: dict[str, tuple[str, ...]] = {
    "apps.connections.open": ("forbidden_team",),
    "auth.test": (),
    "bots.info": ("bot_not_found",),
    "chat.delete": (
        "cant_delete_message", "channel_not_found", "compliance_exports_prevent_deletion", "message_not_found",
    ),
    "chat.getPermalink": ("channel_not_found", "message_not_found"),
    "chat.postEphemeral": (*POSTED, "messages_tab_disabled", "not_in_channel", "user_not_in_channel"),
    "chat.postMessage": (
        *POSTED, "cannot_reply_to_message", "message_limit_exceeded", "messages_tab_disabled", "metadata_too_large",
        "not_in_channel", "rate_limited",
    ),
    "chat.update": (
        *POSTED, "cant_update_message", "edit_window_closed", "message_not_found", "metadata_too_large", "rate_limited",
        "update_failed",
    ),
    "conversations.history": (*PAGED, "channel_not_found", "invalid_ts_latest", "invalid_ts_oldest", "not_in_channel"),
    "conversations.info": ("channel_not_found",),
    "conversations.list": (*PAGED, "invalid_types"),
    "conversations.members": (*PAGED, "channel_not_found", "fetch_members_failed"),
    "conversations.open": (
        "cannot_dm_bot", "channel_not_found", "invalid_user_combination", "not_enough_users", "too_many_users",
        "user_disabled", "user_not_found", "user_not_visible", "users_list_not_supplied",
    ),
    "conversations.replies": (*PAGED, "channel_not_found", "not_in_channel", "thread_not_found"),
    "dnd.info": ("user_not_found",),
    "files.completeUploadExternal": ("file_not_found",),
    "files.delete": ("cant_delete_file", "file_deleted", "file_not_found"),
    "files.getUploadURLExternal": (),
    "reactions.add": (*REACTION, "already_reacted", "thread_locked", "too_many_emoji", "too_many_reactions"),
    "reactions.remove": REACTION,
    "team.info": ("team_not_found",),
    "usergroups.list": (),
    "usergroups.users.list": ("no_such_subteam",),
    "users.info": ("user_not_found", "user_not_visible"),
    "users.list": (*PAGED, "limit_required"),
    "views.open": TRIGGER,
    "views.publish": (*VIEW, "not_enabled", "user_not_found"),
    "views.push": (*TRIGGER, "not_found", "push_limit_reached"),
    "views.update": VIEW,
}  # fmt: skip
