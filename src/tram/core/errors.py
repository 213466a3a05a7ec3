"""The one way to say no: `Refused`."""


class Refused(Exception):
    """An act that the rules do not allow (từ chối).

    `code` is for programs (stable, English, kebab-case), `message` a whole Vietnamese sentence that names the
    thing and says what to do. Pages show it beside the button, the API as problem+json, imports on the line list.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message
