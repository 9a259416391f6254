"""Build the sentence model for free text and say where it lies. Run at set-up; a model that is whole is left as it is.

Usage: python scripts/build_embedding_model.py [FOLDER]
Without FOLDER: the folder named by FRANKPLEDGE_MODELS, else "frankpledge/models" in the user's cache folder.
"""

import sys
from pathlib import Path

from frankpledge.evidence.text.model import TextPackagesMissing, model_file


def main(arguments: list[str]) -> int:
    """Exit code 0 built or already there, 1 a package is missing, 2 wrong use."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        path = model_file(Path(arguments[0]) if arguments else None)
    except TextPackagesMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"The sentence model is ready: {path} ({path.stat().st_size / 1e6:.0f} MB).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
