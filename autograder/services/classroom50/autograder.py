"""Classroom 50's entry point: grades the student's checkout with the course beside it.

The runner starts this in the checkout; whatever else stands in the assignment's folder lies
beside this file. It writes result.json there, and ends with 0 when it did. An end with
another status tells the runner that the grader failed, which is never a zero.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    environment = dict(os.environ, CHECKOUT=os.getcwd())
    return subprocess.run([HERE / "run.sh"], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
