"""What is masked: each kind with its rule and an example."""

from typing import NamedTuple

PUBLIC = "public"  # a link that stays: hidden from the other finders, never masked


class Rule(NamedTuple):
    """What counts as this kind, in one sentence, and a text in which it is masked."""

    rule: str
    example: str


KINDS: dict[str, Rule] = {
    "person": Rule(
        "A person's name: known names, what follows a cue such as 'my name is', 'Mr' or 'Hi', an agent's sign-off, "
        "a Slack mention.",
        "Happy to help! Regards, Tom",
    ),
    "email": Rule(
        "An e-mail address, also spelled out when there is no doubt.", "Write to ana.lopez at example dot com"
    ),
    "phone": Rule("A telephone number in any country's form, with its extension.", "Call me on +44 20 7946 0958"),
    "card": Rule(
        "A payment card number (12 to 19 digits that pass the Luhn check, or typed in fours); 'ending 4242' stays.",
        "My card is 4242 4242 4242 4242",
    ),
    "iban": Rule("An international bank account number.", "Pay to DE89 3704 0044 0532 0130 00"),
    "ssn": Rule(
        "A national identity, social security, tax, passport or driving licence number.", "My SSN is 078-05-1120"
    ),
    "ip": Rule("An IPv4 or IPv6 address; version numbers stay.", "I get blocked at 203.0.113.42"),
    "order_id": Rule(
        "An order, account, booking, ticket, customer or tracking number: after such a word, or any number of five "
        "digits and more that is no amount, date or error code.",
        "Your order number is AB-48213",
    ),
    "address": Rule(
        "A street with its number, a post code, a PO box, with the town beside it.",
        "I live at 12 Elm Street, Leeds LS1 4AP",
    ),
    "url": Rule(
        "A link that carries a token or somebody's id; a public help page stays.",
        "Open https://shop.example/reset?token=8fK2mQ71xZ",
    ),
    "date_of_birth": Rule("A date after words such as 'born', 'date of birth' or 'DOB'.", "DOB: 12/05/1987"),
    "username": Rule("A handle with @, or what follows 'my username is'.", "My username is sunny_dee88"),
}
