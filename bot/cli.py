"""The command line. Each command imports what it needs when it is called, so that help comes at once."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Run = Callable[[argparse.Namespace], int]
DOCTOR = (
    "Looks at the tokens, the database, takefive.toml and the keys of check-ins, and asks Slack about the token, its "
    "scopes, the channels and the user groups. Each gets a line: ok, or MISSING and what to do. Ends with 1 when "
    "something is missing."
)
SETTINGS = (
    "check says everything that is wrong in the file, all at once, and what it may have forgotten; it ends with 2 when "
    "something is wrong. show says in words what the file means. Neither changes anything or asks Slack."
)
RESTORE = (
    "Stop Take Five first. On SQLite FILE is put where the database was, which has to be moved away. On PostgreSQL "
    "pg_restore puts the data into an empty database; then this, without FILE. Letters that may have gone out since "
    "the backup are looked for in Slack before one is sent."
)
TEXT_COMMANDS = ("tag", "redact")  # these read their own arguments: see `takefive tag --help`


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status. A mistake of the user's ends with its message and status 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in TEXT_COMMANDS:
        return _text_command(words[0], words[1:])
    arguments = _parser().parse_args(words)
    from dotenv import load_dotenv
    from sqlalchemy.exc import SQLAlchemyError

    from bot import address
    from bot.database import InUse, OutOfStep
    from bot.settings import SettingsError, environment

    load_dotenv(".env")
    try:
        return int(arguments.run(arguments))
    except (SettingsError, InUse, OutOfStep) as error:
        print(f"takefive: {error}", file=sys.stderr)
        return 2
    except SQLAlchemyError as error:
        print(f"takefive: {address.trouble(environment().database_url, error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _text_command(name: str, words: list[str]) -> int:
    if name == "tag":
        from bot import tag

        return tag.run(words)
    from bot import redact

    return redact.run(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="takefive", description="Kudos in public, coaching in private.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    demo = _add(commands, "demo", "try everything on this machine, with no Slack account", _demo)
    demo.add_argument("--story", action="store_true", help="only the story in the terminal")
    demo.add_argument("--page", action="store_true", help="only the page to try everything in")
    demo.add_argument("--port", type=int, default=0, help="where the page listens on 127.0.0.1 (default: a free port)")
    serve = _add(commands, "serve", "answer Slack, over HTTP or Socket Mode", _serve)
    serve.add_argument("--socket", action="store_true", help="Socket Mode: no public address needed")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, help="default: $PORT or 3000")
    _add(commands, "work", "deliver letters (PostgreSQL; on SQLite serve does it)", _work)
    _add(commands, "migrate", "create the tables or bring them up to date", _migrate)
    backup = _add(commands, "backup", "copy the SQLite file while the bot is at work", _backup)
    backup.add_argument("path", type=Path, help="a new file")
    restore = _add(commands, "restore", "put a backup back, and repeat nothing in public", _restore, RESTORE)
    restore.add_argument("path", type=Path, nargs="?", metavar="FILE", help="the backup of a SQLite file")
    _add(commands, "doctor", "what is missing, in plain words", _doctor, DOCTOR)
    _add(commands, "labels", "what people said of the tags, as labelled lines (JSON, nobody named)", _labels)
    _add(commands, "reread", "read kept snippets with the present playbook; old results stay", _reread)
    forget = _add(commands, "forget", "erase everything that is kept about a person, after saying what goes", _forget)
    forget.add_argument("person", help="@name, or the id from their Slack profile")
    forget.add_argument("--yes", action="store_true", help="do not ask")
    export = _add(commands, "export", "everything that is kept about a person, as JSON or Markdown", _export)
    export.add_argument("person", help="@name, or the id from their Slack profile")
    export.add_argument("--to", metavar="FILE", help="a new file (mode 0600) instead of standard output")
    export.add_argument("--markdown", action="store_true", help="to be read by people")
    settings = _add(commands, "settings", "check or show takefive.toml", _settings, SETTINGS)
    settings.add_argument("what", choices=("check", "show"), help="check what is wrong, or show what it means")
    commands.add_parser("tag", help="read replies: tactics, with the words that show them", add_help=False)
    commands.add_parser("redact", help="mask personal data in texts", add_help=False)
    for command in commands.choices.values():
        command.add_argument(
            "--settings", metavar="FILE", help="who works where (default: $TAKEFIVE_SETTINGS or takefive.toml)"
        )
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, run: Run, more: str = ""
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}. {more}")
    command.set_defaults(run=run)
    return command


def _serve(arguments: argparse.Namespace) -> int:
    from bot import serve, settings

    workplace, environment = settings.load(settings.place(arguments.settings)), settings.environment()
    if arguments.socket:
        serve.socket(environment, workplace)
    else:
        serve.http(environment, workplace, arguments.host, settings.port(arguments.port))
    return 0


def _work(arguments: argparse.Namespace) -> int:
    from bot import serve, settings

    serve.work(settings.environment(), settings.load(settings.place(arguments.settings)))
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    from bot import jobs, settings, start
    from bot.database import Database

    url = settings.environment().database_url
    database = Database(url)
    database.migrate()
    jobs.prepare(database)
    database.close()
    print(f"The tables are up to date ({start.where(url)}).")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from bot import backup, settings

    size = backup.save(settings.environment().database_url, arguments.path)
    print(f"{arguments.path} is whole: {size:,} bytes. It holds no keys, so check-ins that are open stay sealed in it.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from bot import backup, settings
    from bot.clock import wall

    doubtful = backup.restore(settings.environment(), arguments.path, wall())
    print(
        f"Restored. {doubtful} letters may have gone out since; I look in Slack before I send one. Whoever was "
        "forgotten since the backup is in it again: takefive forget. Now start Take Five."
    )
    return 0


def _labels(arguments: argparse.Namespace) -> int:
    import json

    from bot import settings
    from bot.database import Database
    from coaching.snippets import verdicts

    with Database(settings.environment().database_url).sessions() as session:
        for line in verdicts.labelled(session):
            print(json.dumps(line))
    return 0


def _reread(arguments: argparse.Namespace) -> int:
    from bot import settings
    from bot.clock import wall
    from bot.database import Database
    from coaching.snippets import verdicts

    database, done = Database(settings.environment().database_url), 0
    more = True
    while more:
        with database.sessions.begin() as session:
            more = bool(read := verdicts.reread(session, wall()))
        done += read
        print(f"\r{done} ...", end="", file=sys.stderr, flush=True)
    print(f"{done} snippets were read again with the present playbook.")
    return 0


def _forget(arguments: argparse.Namespace) -> int:
    from bot import forget, settings

    file = settings.load(settings.place(arguments.settings))
    return forget.forget(settings.environment(), file, arguments.person, arguments.yes)


def _export(arguments: argparse.Namespace) -> int:
    from bot import forget, settings

    file = settings.load(settings.place(arguments.settings))
    return forget.hand_out(settings.environment(), file, arguments.person, arguments.to, arguments.markdown)


def _doctor(arguments: argparse.Namespace) -> int:
    from bot import doctor, settings

    return doctor.run(settings.environment(), settings.place(arguments.settings))


def _settings(arguments: argparse.Namespace) -> int:
    from bot import settings

    file = settings.place(arguments.settings)
    print(settings.shown(file) if arguments.what == "show" else settings.checked(file))
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    if not arguments.page:
        from bot import demo

        demo.run()
    if arguments.page or (sys.stdout.isatty() and not arguments.story):
        from bot import trying

        return trying.run(arguments.port)
    return 0
