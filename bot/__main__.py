"""`python -m bot` is `takefive`."""

import sys

from bot.cli import main

sys.exit(main())
