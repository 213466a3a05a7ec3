"""The few elements that charts are drawn of; whatever is a word is escaped here and nowhere else."""

from html import escape

Length = int | float | str


def element(name: str, *inside: str, **attributes: Length | None) -> str:
    """One element; `class_` and `stroke_width` are written class and stroke-width, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def words(text: str, x: Length, y: Length, class_: str, anchor: str = "start") -> str:
    """A word at its place."""
    return element("text", escape(text), x=x, y=y, class_=class_, text_anchor=anchor)


def picture(
    name: str,
    size: tuple[int, int],
    said: tuple[str, str],
    *inside: str,
    kind: str,
    role: str = "img",
) -> str:
    """A whole chart: its title and description are what a screen reader says; `name` is unique on its page."""
    title, description = said
    heads = (
        element("title", escape(title), id=f"{name}-title"),
        element("desc", escape(description), id=f"{name}-desc"),
    )
    labels = f"{name}-title {name}-desc"
    width, height = size
    return element(
        "svg",
        *heads,
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        class_=f"chart {kind}",
        role=role,
        aria_labelledby=labels,
    )


def _value(value: Length) -> str:
    """Lengths to a hundredth, so that the same numbers give the same bytes."""
    return escape(
        f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    )
