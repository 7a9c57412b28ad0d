"""The database: engine, session, transactions and times; SQLite and PostgreSQL are told apart here only."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    Row,
    Select,
    create_engine,
    event,
    exc,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy import String as PlainString
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

LONGEST_WAIT = 20.0  # seconds; a person is told to try again after that
P = ParamSpec("P")
T = TypeVar("T")
AnySelect = Select[*tuple[Any, ...]]
Query = TypeVar("Query", bound=AnySelect)


class Busy(Exception):
    """The database could not take the write within LONGEST_WAIT seconds; nothing was changed."""


class Base(DeclarativeBase):
    """The root of every table; constraints have stable names so that migrations run on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time: kept in UTC on either database, given back in UTC, never without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone would be kept wrongly; hand over an aware one.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_factory: sessionmaker[Session] = sessionmaker(expire_on_commit=False, autoflush=True)
session: scoped_session[Session] = scoped_session(_factory)
_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


def connect(url: str) -> Engine:
    """Make the engine for `url` and bind the session to it."""
    engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
    session.remove()
    _factory.configure(bind=engine)
    return engine


def _sqlite(url: str) -> Engine:
    # SQLAlchemy's own BEGIN comes too late on this driver: two writers then read before either locks,
    # and a session of five places takes twelve. So we begin by hand, and at once when we will write.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"isolation_level": None, "timeout": 0, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=5000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if _is_writing.get():
            _begin_immediate(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_immediate(connection: Any) -> None:
    # SQLite's own busy wait sleeps ever longer and starves latecomers; a short random pause serves
    # ten times as many writers a second.
    ends = time.monotonic() + LONGEST_WAIT
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except exc.OperationalError as problem:
                if "locked" not in str(problem) or time.monotonic() > ends:
                    raise
                time.sleep(random.uniform(0.0005, 0.004))  # noqa: S311 - a pause, not a secret
    finally:
        connection.exec_driver_sql("PRAGMA busy_timeout=5000")


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,  # what people tell us does not stand in a log because it could not be kept
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        connect_args={
            "options": f"-c lock_timeout={int(LONGEST_WAIT * 1000)} -c timezone=UTC",
            "connect_timeout": 5,
        },
    )


def is_sqlite() -> bool:
    """Whether this portal runs on SQLite."""
    return bool(session.get_bind().dialect.name == "sqlite")


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction that writes: it takes SQLite's lock first, commits at the end, and leaves no trace of an error.

    A write inside a write joins the outer one, so that a record, its message and its audit event stand or fall together.
    """
    if _is_writing.get():
        yield session()
        return
    session.rollback()  # what was read before the lock may be out of date
    token = _is_writing.set(True)
    try:
        yield session()
        session.commit()
    except BaseException as problem:
        session.rollback()
        if isinstance(problem, exc.OperationalError) and _is_lock(problem):
            raise Busy from problem
        raise
    finally:
        _is_writing.reset(token)


def writes(service: Callable[P, T]) -> Callable[P, T]:
    """Make a service one transaction (see `writing`)."""

    @functools.wraps(service)
    def transaction(*args: P.args, **kwargs: P.kwargs) -> T:
        with writing():
            return service(*args, **kwargs)

    return transaction


def _is_lock(problem: exc.OperationalError) -> bool:
    words = str(problem.orig)
    return "locked" in words or "lock timeout" in words or "deadlock" in words


def is_out(problem: exc.SQLAlchemyError) -> bool:
    """Whether `problem` says that the database cannot be reached or written just now (503), not that we are wrong."""
    return isinstance(problem, exc.OperationalError | exc.InterfaceError | exc.TimeoutError)


def add(thing: T) -> T:
    """Put a new row into the present transaction and give it its number."""
    session.add(thing)
    session.flush()
    return thing


def rows(statement: AnySelect | CompoundSelect[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every row of a reading statement."""
    return session.execute(statement).all()


def hold(name: str) -> None:
    """Keep `name` to this transaction until it ends: for what has no row yet that could be locked.

    SQLite holds the whole file for each write already.
    """
    if not is_sqlite():
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def locked(statement: Query) -> Query:
    """The same statement, holding its rows until the end of the transaction (SQLite holds the whole file)."""
    return statement.with_for_update()


def locked_gently(statement: Query, *of: Any) -> Query:
    """The same statement, holding the rows of these tables for whoever else asks so, while others may still point to them.

    In PostgreSQL's words FOR NO KEY UPDATE: a message or a booking can be written meanwhile, and nobody waits in a circle.
    """
    return statement.with_for_update(key_share=True, of=of or None)


def locked_skipping(statement: Query) -> Query:
    """The same statement, passing over rows that another worker holds."""
    return statement.with_for_update(skip_locked=True)


def changed(statement: Executable) -> int:
    """Run an UPDATE or DELETE; the number of rows that it changed."""
    return int(cast(Any, session.execute(statement)).rowcount)


def count_up(counter: InstrumentedAttribute[int], keys: Sequence[dict[str, Any]]) -> None:
    """Add one to `counter` in the row of each of these unique keys, made where it is not there yet. One statement.

    The database adds, not we, so that nobody's one is lost when two come at the same moment.
    """
    if not keys:
        return
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    one_each = insert(counter.class_).values([{**key, counter.key: 1} for key in keys])
    session.execute(one_each.on_conflict_do_update(index_elements=list(keys[0]), set_={counter.key: counter + 1}))


def matching(table: str, id_column: ColumnElement[int], words: str) -> ColumnElement[bool]:
    """Whether the row's text has every one of `words`, the last as a beginning.

    `table` has a full-text index that its migration made: `<table>_words` on SQLite (FTS5), a column `words` with GIN on
    PostgreSQL. Only the newest 5,000 matches are looked at, so that a common word stays cheap.
    """
    pieces = searchable(words)
    if is_sqlite():
        found = text(
            f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH :q ORDER BY rowid DESC LIMIT 5000"  # noqa: S608 - our own table name
        ).bindparams(BindParameter("q", " ".join(f'"{piece}"*' for piece in pieces), PlainString))
        return id_column.in_(found.columns(literal_column("rowid", Integer)))
    query = " & ".join(f"{piece}:*" for piece in pieces)
    return literal_column(f"{table}.words").op("@@")(func.to_tsquery(literal_column("'simple'"), query))


def searchable(words: str) -> list[str]:
    """The words of a search, at most eight, without signs that a full-text index would read as commands."""
    cleaned = "".join(c if c.isalnum() else " " for c in words.lower())
    return [piece[:40] for piece in cleaned.split()[:8]]


def count_up_to(limit: int, statement: AnySelect) -> Select[int]:
    """A statement that counts the rows of `statement`, but never beyond `limit`, so that a big table stays quick."""
    return select(func.count()).select_from(statement.limit(limit).subquery())


def ping() -> None:
    """Ask the database for one row; raises when it is away."""
    session.execute(text("SELECT 1"))
