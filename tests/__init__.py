"""What is collected stays to the end: pytest lets the collector of garbage rest until all of it is there."""

import gc
import sys

if "pytest" in sys.modules:
    gc.disable()  # tests.conftest lets it go on
