"""Making the tables ten times faster than Django does by itself.

Before each step Django renders anew every model that is related to the changed one, and here nearly all are. A step
needs only the changed model: what points at it is looked up by name when it is rendered in its turn.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

STATE: Any = ProjectState
"""Its inner step that we replace has no public name."""


def _only_itself(
    state: Any, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    state.is_delayed = True  # whoever asks for data (RunPython) gets everything rendered anew
    return {(app_label, model_name)}


@contextmanager
def rendering_little() -> Iterator[None]:
    """Inside this block a migration renders only the models it changes.

    A test makes the tables both ways and compares them.
    """
    before = STATE._find_reload_model
    STATE._find_reload_model = _only_itself
    try:
        yield
    finally:
        STATE._find_reload_model = before
