"""Slack's written limits on blocks, elements and views: one table, each shape with the page it comes from.

Pages are relative to https://docs.slack.dev/reference/. `limits.py` holds payloads against this table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Words:
    """A string of at most `most` characters; `one_of` when only certain values do."""

    most: int = 0
    least: int = 1
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text object; `plain` when mrkdwn is refused."""

    most: int
    plain: bool = True


@dataclass(frozen=True)
class Items:
    """A list of so many parts."""

    of: Any
    most: int
    least: int = 1


@dataclass(frozen=True)
class OneOf:
    """A part whose `type` is one of these."""

    types: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part without a `type`, by its name in COMPOSITION."""

    name: str


@dataclass(frozen=True)
class Plain:
    """A boolean or a number, or something not looked into."""

    kind: type | tuple[type, ...] = object


@dataclass(frozen=True)
class Shape:
    """One block, element or composition object: its page, its fields, and those it cannot be without."""

    page: str
    fields: dict[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


FLAG, NUMBER, ANY = Plain(bool), Plain((int, float, str)), Plain()
ID = Words(255)
CONFIRM = Part("confirm")
OPTION, OPTIONS, GROUPS = Part("option"), Items(Part("option"), 100), Items(Part("option_group"), 100)
PLACE = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": FLAG, "placeholder": Text(150)}
MULTI = {**PLACE, "max_selected_items": NUMBER}
TYPED = {
    "action_id": ID,
    "placeholder": Text(150),
    "focus_on_load": FLAG,
    "initial_value": Words(3000, 0),
    "dispatch_action_config": Part("dispatch_action_config"),
}
PEOPLE = Items(Words(20), 100, 0)

COMPOSITION = {
    "option": Shape(
        "block-kit/composition-objects/option-object",
        {"text": Text(75, plain=False), "value": Words(150), "description": Text(75, plain=False), "url": Words(3000)},
        ("text", "value"),
    ),
    "option_group": Shape(
        "block-kit/composition-objects/option-group-object",
        {"label": Text(75), "options": OPTIONS},
        ("label", "options"),
    ),
    "confirm": Shape(
        "block-kit/composition-objects/confirmation-dialog-object",
        {
            "title": Text(100),
            "text": Text(300, plain=False),
            "confirm": Text(30),
            "deny": Text(30),
            "style": Words(one_of=("primary", "danger")),
        },
        ("title", "text", "confirm", "deny"),
    ),
    "dispatch_action_config": Shape(
        "block-kit/composition-objects/dispatch-action-configuration-object",
        {"trigger_actions_on": Items(Words(one_of=("on_enter_pressed", "on_character_entered")), 2)},
    ),
    "slack_file": Shape("block-kit/composition-objects/slack-file-object", {"id": Words(20, 9), "url": Words(3000)}),
    "filter": Shape(
        "block-kit/composition-objects/conversation-filter-object",
        {
            "include": Items(Words(one_of=("im", "mpim", "private", "public")), 4),
            "exclude_external_shared_channels": FLAG,
            "exclude_bot_users": FLAG,
        },
    ),
}

_ELEMENT = "block-kit/block-elements/"
ELEMENTS = {
    "button": Shape(
        _ELEMENT + "button-element",
        {
            "text": Text(75),
            "action_id": ID,
            "url": Words(3000),
            "value": Words(2000),
            "confirm": CONFIRM,
            "style": Words(one_of=("primary", "danger")),
            "accessibility_label": Words(75),
        },
        ("text",),
    ),
    "overflow": Shape(
        _ELEMENT + "overflow-menu-element",
        {"action_id": ID, "options": Items(OPTION, 5), "confirm": CONFIRM},
        ("options",),
    ),
    "image": Shape(
        _ELEMENT + "image-element",
        {"image_url": Words(3000), "alt_text": Words(2000), "slack_file": Part("slack_file")},
        ("alt_text",),
    ),
    "static_select": Shape(
        _ELEMENT + "select-menu-element",
        {**PLACE, "options": OPTIONS, "option_groups": GROUPS, "initial_option": OPTION},
    ),
    "multi_static_select": Shape(
        _ELEMENT + "multi-select-menu-element",
        {**MULTI, "options": OPTIONS, "option_groups": GROUPS, "initial_options": OPTIONS},
    ),
    "users_select": Shape(_ELEMENT + "select-menu-element", {**PLACE, "initial_user": Words(20)}),
    "multi_users_select": Shape(_ELEMENT + "multi-select-menu-element", {**MULTI, "initial_users": PEOPLE}),
    "conversations_select": Shape(
        _ELEMENT + "select-menu-element",
        {
            **PLACE,
            "initial_conversation": Words(20),
            "default_to_current_conversation": FLAG,
            "response_url_enabled": FLAG,
            "filter": Part("filter"),
        },
    ),
    "multi_conversations_select": Shape(
        _ELEMENT + "multi-select-menu-element",
        {**MULTI, "initial_conversations": PEOPLE, "default_to_current_conversation": FLAG, "filter": Part("filter")},
    ),
    "channels_select": Shape(
        _ELEMENT + "select-menu-element", {**PLACE, "initial_channel": Words(20), "response_url_enabled": FLAG}
    ),
    "multi_channels_select": Shape(_ELEMENT + "multi-select-menu-element", {**MULTI, "initial_channels": PEOPLE}),
    "checkboxes": Shape(
        _ELEMENT + "checkboxes-element",
        {
            "action_id": ID,
            "options": Items(OPTION, 10),
            "initial_options": Items(OPTION, 10),
            "confirm": CONFIRM,
            "focus_on_load": FLAG,
        },
        ("options",),
    ),
    "radio_buttons": Shape(
        _ELEMENT + "radio-button-group-element",
        {
            "action_id": ID,
            "options": Items(OPTION, 10),
            "initial_option": OPTION,
            "confirm": CONFIRM,
            "focus_on_load": FLAG,
        },
        ("options",),
    ),
    "datepicker": Shape(_ELEMENT + "date-picker-element", {**PLACE, "initial_date": Words(10)}),
    "timepicker": Shape(_ELEMENT + "time-picker-element", {**PLACE, "initial_time": Words(5), "timezone": Words(100)}),
    "plain_text_input": Shape(
        _ELEMENT + "plain-text-input-element",
        {**TYPED, "multiline": FLAG, "min_length": NUMBER, "max_length": NUMBER},
    ),
    "number_input": Shape(
        _ELEMENT + "number-input-element",
        {**TYPED, "is_decimal_allowed": FLAG, "min_value": NUMBER, "max_value": NUMBER},
        ("is_decimal_allowed",),
    ),
    "email_text_input": Shape(_ELEMENT + "email-input-element", TYPED),
    "url_text_input": Shape(_ELEMENT + "url-input-element", TYPED),
}

_SELECTS = tuple(name for name in ELEMENTS if name.endswith("select"))
_PICKERS = (*_SELECTS, "checkboxes", "radio_buttons", "datepicker", "timepicker")
_INPUTS = (*_PICKERS, "plain_text_input", "number_input", "email_text_input", "url_text_input")

_BLOCK = "block-kit/blocks/"
BLOCKS = {
    "section": Shape(
        _BLOCK + "section-block",
        {
            "text": Text(3000, plain=False),
            "fields": Items(Text(2000, plain=False), 10),
            "expand": FLAG,
            "accessory": OneOf(("button", "overflow", "image", *_PICKERS)),
        },
    ),
    "divider": Shape(_BLOCK + "divider-block"),
    "header": Shape(_BLOCK + "header-block", {"text": Text(150), "level": NUMBER}, ("text",)),
    "context": Shape(
        _BLOCK + "context-block", {"elements": Items(OneOf(("image", "plain_text", "mrkdwn")), 10)}, ("elements",)
    ),
    "actions": Shape(
        _BLOCK + "actions-block", {"elements": Items(OneOf(("button", "overflow", *_PICKERS)), 25)}, ("elements",)
    ),
    "image": Shape(
        _BLOCK + "image-block",
        {"image_url": Words(3000), "alt_text": Words(2000), "title": Text(2000), "slack_file": Part("slack_file")},
        ("alt_text",),
    ),
    "input": Shape(
        _BLOCK + "input-block",
        {
            "label": Text(2000),
            "element": OneOf(_INPUTS),
            "hint": Text(2000),
            "optional": FLAG,
            "dispatch_action": FLAG,
        },
        ("label", "element"),
    ),
    "rich_text": Shape(_BLOCK + "rich-text-block", {"elements": Plain(list)}, ("elements",)),
}

VIEWS = {
    "modal": Shape(
        "views/modal-views",
        {
            "title": Text(24),
            "blocks": Items(OneOf(tuple(BLOCKS)), 100),
            "submit": Text(24),
            "close": Text(24),
            "private_metadata": Words(3000, 0),
            "callback_id": Words(255, 0),
            "external_id": Words(255, 0),
            "clear_on_close": FLAG,
            "notify_on_close": FLAG,
        },
        ("title", "blocks"),
    ),
    "home": Shape(
        "views/home-tab-views",
        {
            "blocks": Items(OneOf(tuple(BLOCKS)), 100, 0),
            "private_metadata": Words(3000, 0),
            "callback_id": Words(255, 0),
            "external_id": Words(255, 0),
        },
        ("blocks",),
    ),
}

# Across a whole message or view.
MESSAGE_BLOCKS = 50  # block-kit/blocks
MESSAGE_TEXT = 40_000  # methods/chat.postMessage: longer text is cut; we refuse, so that nobody counts on the cut
UPDATE_TEXT = 4_000  # methods/chat.update: "The text field cannot exceed 4,000 characters"
BLOCKS_TEXT = 13_200  # methods/chat.postMessage: msg_blocks_too_long; the figure is what people met, no page gives it
VIEW_BYTES = 250_000  # methods/views.publish: view_too_large
