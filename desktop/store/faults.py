"""Says in our codes what the disk and SQLite say in theirs."""

from __future__ import annotations

import errno
import sqlite3

from desktop.core.errors import AppError, Code

_SQLITE = {
    sqlite3.SQLITE_FULL: Code.DISK_FULL,
    sqlite3.SQLITE_READONLY: Code.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Code.READ_ONLY,  # a folder in which no -wal file can be made
    sqlite3.SQLITE_PERM: Code.READ_ONLY,
    sqlite3.SQLITE_AUTH: Code.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Code.DAMAGED,
    sqlite3.SQLITE_NOTADB: Code.DAMAGED,
    sqlite3.SQLITE_IOERR: Code.DAMAGED,
    sqlite3.SQLITE_BUSY: Code.BUSY,
    sqlite3.SQLITE_LOCKED: Code.BUSY,
}
# A quota or a size limit is not ENOSPC, so SQLite calls it an I/O error; it is a full disk to us.
_CANNOT_GROW = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
_SYSTEM = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EFBIG: Code.DISK_FULL,
    errno.EROFS: Code.READ_ONLY,
    errno.ENOTDIR: Code.READ_ONLY,  # a file stands where the folder should be
    errno.EACCES: Code.READ_ONLY,
    errno.EPERM: Code.READ_ONLY,
}


def from_sqlite(error: sqlite3.Error) -> AppError:
    """Give the AppError for an error of SQLite; its detail never holds a value of a row."""
    # Errors that the Python module raises by itself carry no code.
    extended: int = getattr(error, "sqlite_errorcode", 0)
    name: str = getattr(error, "sqlite_errorname", type(error).__name__)
    if extended in _CANNOT_GROW:
        code = Code.DISK_FULL
    elif extended == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        code = Code.GONE  # what a new row belongs to was deleted for good meanwhile
    else:
        code = _SQLITE.get(extended & 0xFF, Code.UNEXPECTED)
    return AppError(code, f"{name}: {error}")


def from_system(error: OSError) -> AppError:
    """Give the AppError for an error of the file system; the detail names the file."""
    code = _SYSTEM.get(error.errno or 0, Code.UNEXPECTED)
    place = f": {error.filename}" if error.filename else ""
    return AppError(code, f"{error.strerror or type(error).__name__}{place}")
