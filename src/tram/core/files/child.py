"""A child process that opens what nobody has looked at yet: alone, without our environment, and not for long."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 30
"""Seconds by the wall; the child has 20 of the processor."""
HERE = Path(__file__).parent


def ask(program: str, *words: str) -> dict[str, Any]:
    """What a program of this folder says in JSON; one that died of its limits had a file that is too heavy."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(HERE / program), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=PATIENCE,
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"fault": "heavy"}
    return told
