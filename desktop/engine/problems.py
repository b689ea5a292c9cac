"""What goes wrong with a request, in the shape in which OpenAI's servers say it."""

from __future__ import annotations

from desktop.core.errors import AppError, Code


class ApiError(Exception):
    """A request that gets an HTTP error instead of an answer.

    Args:
        status: The HTTP status.
        message: One English sentence for whoever made the request.
        code: The stable name that a program may act on.
        param: The field that is wrong.
    """

    def __init__(
        self, status: int, message: str, *, code: str | None = None, param: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param

    @property
    def kind(self) -> str:
        """Whose fault it is, in OpenAI's words."""
        return "invalid_request_error" if self.status < 500 else "server_error"

    def body(self) -> dict[str, object]:
        """Give the JSON of the answer."""
        return {
            "error": {
                "message": self.message,
                "type": self.kind,
                "param": self.param,
                "code": self.code,
            }
        }


def unavailable(error: AppError) -> ApiError:
    """Say that the model cannot run on this computer; the code tells why (`engine.*`, `file.*`).

    A file that is not what it was stays so until the person does something: 409, no reason to wait.
    """
    is_file = error.code in {Code.UNREADABLE, Code.UNSUITABLE}
    return ApiError(409 if is_file else 503, error.detail, code=str(error.code))
