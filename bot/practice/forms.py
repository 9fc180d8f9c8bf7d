"""Inputs: what an element holds at first, what a person puts in, and what the client checks before it sends.

The shape of `state.values`: https://docs.slack.dev/reference/views#state-object
"""

from __future__ import annotations

import re
from typing import Any

from .messages import elements

Json = dict[str, Any]
# type: (field in the state, field with the first value, what an empty one holds)
FIELDS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
}


class CannotActError(LookupError):
    """A person tried what Slack's client would not let them do; the message says what is there instead."""


def starting(blocks: list[Json], before: Json) -> Json:
    """The state of freshly drawn blocks; what was typed under the same ids in `before` stays."""
    values: Json = {}
    for block in blocks:
        for element in elements(block):
            kind, name = element["type"], element["action_id"]
            if kind in FIELDS:
                field, first, empty = FIELDS[kind]
                kept = before.get(block["block_id"], {}).get(name)
                fresh = {"type": kind, field: element.get(first, empty)}
                values.setdefault(block["block_id"], {})[name] = kept if kept and kept["type"] == kind else fresh
    return values


def options(element: Json) -> list[Json]:
    """The options of an element, those in groups too."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]


def held(element: Json, value: Any) -> Json:
    """What the state holds once a person has put `value` into the element.

    For an element with options, `value` is an option's value or text (or a list of them). An emptied field holds None.
    """
    value = None if value == "" else value
    field = FIELDS[element["type"]][0]
    if field == "selected_option":
        return {"type": element["type"], field: None if value is None else _option(element, value)}
    if field == "selected_options":
        chosen = value if isinstance(value, list) else [value]
        return {"type": element["type"], field: [_option(element, each) for each in chosen]}
    return {"type": element["type"], field: value}


def _option(element: Json, value: Any) -> Json:
    for option in options(element):
        if value in (option.get("value"), option["text"]["text"]):
            return option
    there = [option.get("value") for option in options(element)]
    raise CannotActError(f"{element['action_id']} has no option {value!r}; it has {there}.")


def find(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """The block and the element with this action id, block id or `block id/action id`.

    CannotActError tells which there are.
    """
    found = [(block, element) for block in blocks for element in elements(block)]
    for block, element in found:
        if name in (element["action_id"], block["block_id"], f"{block['block_id']}/{element['action_id']}"):
            return block, element
    raise CannotActError(f"There is no {name!r} to act on; there are {[each['action_id'] for _, each in found]}.")


def problems(view: Json) -> dict[str, str]:
    """What Slack's client says, by block id, before it lets a modal be sent."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            held_now = view["state"]["values"][block["block_id"]][block["element"]["action_id"]]
            value = held_now[FIELDS[block["element"]["type"]][0]]
            problem = _problem(block, value)
            if problem:
                found[block["block_id"]] = problem
    return found


def _problem(block: Json, value: Any) -> str:
    if value in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    element = block["element"]
    if element["type"] in ("number_input", "email_text_input", "url_text_input"):
        return _malformed(element, str(value))
    if isinstance(value, str):
        if len(value) < int(element.get("min_length", 0)):
            return f"Please enter at least {element['min_length']} characters."
        if len(value) > int(element.get("max_length", 3000)):
            return f"Please enter at most {element.get('max_length', 3000)} characters."
    return ""


def _malformed(element: Json, value: str) -> str:
    patterns = {
        "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Please enter a valid email address."),
        "url_text_input": (r"https?://\S+", "Please enter a valid URL."),
        "number_input": (
            r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+",
            "Please enter a valid number.",
        ),
    }
    pattern, words = patterns[element["type"]]
    if not re.fullmatch(pattern, value):
        return words
    low, high = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    if element["type"] == "number_input" and not low <= float(value) <= high:
        return "Please enter a number in the allowed range."
    return ""
