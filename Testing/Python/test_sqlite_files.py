"""SQLite files of other people: nothing in them runs, nothing is written where only reading is meant, no name leads
elsewhere.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcTrainLib import sqlite_files
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.patch_database import TABLES as PATCH_TABLES
from MicrocalcTrainLib.datasets.patch_database import PatchDatabase
from MicrocalcTrainLib.datasets.patch_store import PatchStore
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import FILE, TABLES, StoreParameters, connected, file_in
from MicrocalcTrainLib.datasets.summary import summary_of
from set_material import write_folder

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"
LARGE = "hex(zeroblob(400000000))"
HOSTILE = {
    "view": (
        f"ALTER TABLE {{}} RENAME TO own; CREATE VIEW {{}} AS {ENDLESS} x AS name, {LARGE} AS value, x AS content"
        " FROM n;"
    ),
    "view beside": f"CREATE VIEW more AS {ENDLESS} x FROM n;",
    "trigger": f"CREATE TRIGGER more AFTER INSERT ON {{}} BEGIN INSERT INTO {{}} SELECT {LARGE}, {LARGE}; END;",
    "virtual table": "CREATE VIRTUAL TABLE more USING rtree(id, low, high);",
    "computed column in": f"ALTER TABLE {{}} ADD COLUMN more AS ({LARGE}) VIRTUAL;",
}


def altered(path: Path, tables: str, name: str, kind: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(tables)
    connection.executescript(HOSTILE[kind].replace("{}", name))
    connection.close()
    return path


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_data_set_that_holds_more_than_tables_is_refused_at_once(kind: str, tmp_path: Path) -> None:
    path = altered(tmp_path / FILE, TABLES, "facts", kind)
    before, start = path.read_bytes(), time.monotonic()
    for read in (
        lambda: PatchStore(tmp_path),
        lambda: summary_of(tmp_path),
        lambda: connected(tmp_path, create=True).__enter__(),
    ):
        with pytest.raises(InputError, match=rf"holds the {kind.partition(' beside')[0]} .*from a source you trust"):
            read()
    assert time.monotonic() - start < 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_database_of_patches_that_holds_more_than_tables_is_refused_at_once(kind: str, tmp_path: Path) -> None:
    path = altered(tmp_path / "p.sqlite", PATCH_TABLES, "patches", kind)
    before = path.read_bytes()
    with pytest.raises(InputError, match=f"holds the {kind.partition(' beside')[0]}"):
        PatchDatabase(path, 7, {})
    assert path.read_bytes() == before


def test_a_database_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE letters (content TEXT)")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    for read in (
        lambda: connected(tmp_path).__enter__(),
        lambda: connected(tmp_path, create=True).__enter__(),
        lambda: PatchDatabase(tmp_path / FILE, 7, {}),
    ):
        with pytest.raises(InputError, match="was not written by Microcalc"):
            read()
    assert (tmp_path / FILE).read_bytes() == before


@pytest.fixture
def store(tmp_path: Path) -> Path:
    source = write_folder(tmp_path / "source", ["a_L_CC", "b_L_CC"])
    import_set(
        read_folder(source, 0.07),
        tmp_path / "store",
        SplitRule((0.5, 0.5, 0.0)),
        StoreParameters(per_image=(9, 9, 9, 9)),
    )
    return tmp_path / "store"


def test_a_reader_cannot_write_and_leaves_no_file(store: Path) -> None:
    before = sorted((path.name, path.read_bytes()) for path in store.iterdir() if path.is_file())
    with pytest.raises(MicrocalcError, match="readonly"), connected(store) as connection:
        connection.execute("DELETE FROM images")
    assert len(PatchStore(store).names) == 2
    assert sorted((path.name, path.read_bytes()) for path in store.iterdir() if path.is_file()) == before


def test_a_set_is_read_while_it_is_built(store: Path) -> None:
    with connected(store, create=True) as builder:
        with builder:
            builder.execute("INSERT INTO facts VALUES ('new', 'value')")
        with connected(store) as reader:
            assert reader.execute("SELECT value FROM facts WHERE name = 'new'").fetchone() == ("value",)


def test_a_reader_does_not_read_for_ever(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # as pages that lie in one another do: more rows than the bytes of the file can be
    monkeypatch.setattr(sqlite_files, "LEAST_STEPS", 1_000_000)
    start = time.monotonic()
    with pytest.raises(InputError, match=r"cannot be read \(interrupted"), connected(store) as connection:
        connection.execute(f"{ENDLESS} count(*) FROM n").fetchall()
    assert time.monotonic() - start < 20


def test_a_value_of_gigabytes_is_refused(store: Path) -> None:
    with pytest.raises(InputError, match="too big"), connected(store) as connection:
        connection.execute("SELECT zeroblob(900000000)").fetchall()


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "", ".", "..", "a/b", 7, None])
def test_no_name_of_an_image_leads_elsewhere(name: object, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no name of a file"):
        file_in(tmp_path, "arrays", name, ".npy")


def test_an_import_into_a_set_of_others_deletes_nothing_elsewhere(store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"mine")
    with sqlite3.connect(store / FILE) as connection:
        connection.execute("UPDATE images SET name = '../../mine' WHERE name = 'a_L_CC'")
    connection.close()
    with pytest.raises(InputError, match="is no name of a file"):
        import_set(
            read_folder(tmp_path / "source", 0.07),
            store,
            SplitRule((0.5, 0.5, 0.0)),
            StoreParameters(per_image=(9, 9, 9, 9)),
        )
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM patches WHERE id = 1", "UPDATE patches SET pixels = x'00'", "UPDATE patches SET pixels = 'text'"],
)
def test_patches_that_are_damaged_are_named(change: str, tmp_path: Path) -> None:
    database = PatchDatabase(tmp_path / "p.sqlite", 7, {})
    database.add("training", 0, np.ones(2, int), np.zeros((2, 7, 7)))
    numbers = database.identifiers("training")[1]
    with database._connection as connection:
        connection.execute(change)
    with pytest.raises(InputError, match="holds patches of another size than 7 px"):
        database.read(numbers)


def test_a_file_that_is_no_database_of_patches_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.sqlite").write_bytes(b"no database " * 300)
    with pytest.raises(InputError, match="is damaged or holds no patches"):
        PatchDatabase(tmp_path / "p.sqlite", 7, {})
