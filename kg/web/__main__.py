"""`python -m kg.web`: bundles the front end in a checkout, with what tests of it need."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.web.bundle import BundleError, bundle


def main() -> None:
    """Bundle in place, and say whether anything was done."""
    web = Path(__file__).resolve().parent
    try:
        made = bundle(web, development=True)
    except BundleError as error:
        sys.exit(f"kg: {error}")
    sys.stderr.write(f"kg: {web / 'dist'}: {'bundled' if made else 'is up to date'}\n")


if __name__ == "__main__":
    main()
