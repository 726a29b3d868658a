"""SQLite files, which may be somebody else's: they hold plain tables of ours and nothing that runs, and readers do not
write.

A view, a trigger, a virtual table or a computed column has SQL of its maker, which runs as soon as it is read or
written. Pages that lie in one another can make endless rows of a few bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from MicrocalcCADLib.errors import InputError

LARGEST_VALUE = 1 << 28
# A reader asks for every row a few times; each row needs some bytes of the file, and some steps of the machine that
# SQLite is.
LEAST_STEPS, STEPS_A_BYTE, STEPS_AT_ONCE = 10_000_000, 200, 100_000
LIMITS = {sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_VALUE, sqlite3.SQLITE_LIMIT_ATTACHED: 0}


def opened(path: Path, tables: str, any_thread: bool = False) -> sqlite3.Connection:
    """Return a connection that may write; the tables are made where they are missing.

    Parameters
    ----------
    tables
        The statements that make them.
    any_thread
        Whether several threads may use it, one at a time.

    Raises
    ------
    InputError
        If the file holds something else than these tables.
    sqlite3.DatabaseError
        If it is no database, is damaged, or cannot be written.
    """
    return _guarded(sqlite3.connect(path, timeout=30, check_same_thread=not any_thread), path, tables, complete=False)


def opened_to_read(path: Path, tables: str) -> sqlite3.Connection:
    """Return a connection that cannot write, nor read for ever; raises as `opened`, also where a table is missing."""
    # Only where somebody else is writing must the files beside it be read too. Without them no file is made, and a
    # folder that must not be written can be read.
    mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=30)
    left = (LEAST_STEPS + STEPS_A_BYTE * path.stat().st_size) // STEPS_AT_ONCE

    def ended() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(ended, STEPS_AT_ONCE)
    return _guarded(connection, path, tables, complete=True)


def _guarded(connection: sqlite3.Connection, path: Path, tables: str, complete: bool) -> sqlite3.Connection:
    try:
        for limit, value in LIMITS.items():
            connection.setlimit(limit, value)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        found, wanted = _columns(connection, path), _wanted(tables)
        if not complete and not found:
            connection.executescript(f"BEGIN IMMEDIATE; {tables} COMMIT;")
            found = _columns(connection, path)
        lacking = next((name for name, columns in wanted.items() if not columns <= found.get(name, frozenset())), None)
        if lacking:
            raise InputError(
                f"{path} was not written by Microcalc (its table {lacking} is missing or another one): choose another"
                " file or folder."
            )
    except BaseException:
        connection.close()
        raise
    return connection


def _wanted(tables: str) -> Mapping[str, frozenset[str]]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(tables)
        return _columns(connection, Path(":memory:"))
    finally:
        connection.close()


def _columns(connection: sqlite3.Connection, path: Path) -> Mapping[str, frozenset[str]]:
    """Return the columns of each table; raises `InputError` for what would run something."""
    tables = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        columns = (
            connection.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (name,)).fetchall()
            if kind == "table"
            else []
        )
        virtual = str(sql).upper().startswith("CREATE VIRTUAL")
        if kind not in ("table", "index") or virtual or any(hidden for _, hidden in columns):
            what = "virtual table" if virtual else "computed column in" if kind == "table" else kind
            raise InputError(
                f"{path} holds the {what} {str(name)[:40]}, which Microcalc never writes: get it again, from a source"
                " you trust."
            )
        if kind == "table":
            tables[name] = frozenset(column for column, _ in columns)
    return tables
