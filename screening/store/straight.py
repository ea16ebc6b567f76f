"""One reading statement straight through the driver, for the one read that every page begins with.

SQLAlchemy writes the statement and says how each column is read back; only its session and result
objects are left out, which cost many times what the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Converter = Callable[[Any], Any]


class Straight:
    """A statement that is written out once for each kind of database."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def first(self, engine: Engine, **values: Any) -> Mapping[str, Any] | None:
        """The first row by column names, from a transaction of its own; None when there is none.

        raises   DBAPIError
        """
        known = self._compiled.get(engine.dialect.name)
        if known is None:
            known = _Compiled(self._statement, engine.dialect)
            self._compiled[engine.dialect.name] = known
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(known.text, known.parameters(values))
            row = cursor.fetchone()
        except engine.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(None, None, error) from None
        finally:
            connection.close()  # which ends the transaction too
        return None if row is None else known.read(row)


class _Compiled:
    """The statement in the words of one kind of database."""

    def __init__(self, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._given = dict(compiled.params)
        self._writers: dict[str, Converter | None] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in compiled.binds.items()
        }
        self._order: list[str] | None = compiled.positiontup
        columns = statement.selected_columns
        self._readers: list[tuple[str, Converter | None]] = [
            (str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None))
            for column in columns
        ]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Those of the statement itself with these, as the driver takes them."""
        given = self._given | {
            name: write(value) if (write := self._writers[name]) else value
            for name, value in values.items()
        }
        return given if self._order is None else [given[name] for name in self._order]

    def read(self, row: Any) -> Mapping[str, Any]:
        """A driver's row."""
        return {
            name: reader(value) if reader else value
            for (name, reader), value in zip(self._readers, row, strict=True)
        }
