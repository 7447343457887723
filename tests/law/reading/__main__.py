"""`python -m tests.law.reading` writes docs/law-second-reading.md; `make docs` calls it."""

import sys

from tests.law.reading import markdown

sys.stdout.write(markdown())
