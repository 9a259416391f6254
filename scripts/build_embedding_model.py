"""Build the models for free text and say where they lie: the sentence model, and the table for very large sets.

Run at set-up (half a minute); a model that is whole is left as it is.

Usage: python scripts/build_embedding_model.py [FOLDER]
Without FOLDER: the folder named by FRANKPLEDGE_MODELS, else "frankpledge/models" in the user's cache folder.
"""

import sys
from pathlib import Path

from frankpledge.evidence.text.model import TextPackagesMissing, model_file
from frankpledge.evidence.text.static_vectors import static_table_file


def main(arguments: list[str]) -> int:
    """Exit code 0 built or already there, 1 a package is missing, 2 wrong use."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        folder = Path(arguments[0]) if arguments else None
        path, table = model_file(folder), static_table_file(folder)
    except TextPackagesMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"The sentence model is ready: {path} ({path.stat().st_size / 1e6:.0f} MB).")
    print(f"The table for very large sets is ready: {table} ({table.stat().st_size / 1e6:.0f} MB).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
