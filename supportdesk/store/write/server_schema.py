"""The tables of a store on a PostgreSQL server, made at once as all migrations together leave them.

The tables are those of `store.write.tables`, so a new store runs no migration and none before 0024
is ever run there; those after it run on both, and `settle` then gives their columns what all have.
What PostgreSQL lacks is made with them: numbers that follow the greatest one as rowids do (a
refused change leaves no gap), the full-text indexes as `tsvector` (the column that is searched has
the name of its table, as in FTS5), and the few functions of SQLite that the statements use.
"""

from sqlalchemy import Computed, Connection, MetaData, Table
from sqlmodel import SQLModel

from supportdesk.store.read.connection import SCHEMA_VERSION
from supportdesk.store.write import full_text, search_index

FUNCTIONS = (
    # As SQLite has them: nothing compared with nothing is nothing.
    *(
        f"CREATE FUNCTION {name}({number}, {number}) RETURNS {number} LANGUAGE sql IMMUTABLE"
        f" PARALLEL SAFE AS 'SELECT CASE WHEN $1 {sign} $2 THEN $1 ELSE $2 + 0 * $1 END'"
        for name, sign in (("max", ">="), ("min", "<="))
        for number in ("bigint", "numeric")
    ),
    "CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS"
    " 'SELECT strpos($1, $2)'",
    "CREATE FUNCTION substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE"
    " PARALLEL SAFE AS 'SELECT substr($1, $2::integer, $3::integer)'",
    # Lists of numbers alone.
    "CREATE FUNCTION json_each(text) RETURNS TABLE(key bigint, value bigint)"
    " LANGUAGE sql IMMUTABLE PARALLEL SAFE AS"
    " 'SELECT n - 1, v::bigint FROM json_array_elements_text($1::json) WITH ORDINALITY AS e(v, n)'",
    # Yes is 1 and no is 0.
    *(
        f"CREATE FUNCTION {name}(boolean, {number}) RETURNS boolean LANGUAGE sql IMMUTABLE"
        f" PARALLEL SAFE AS 'SELECT $1 {sign} ($2 <> 0)';"
        f"CREATE OPERATOR {sign} (FUNCTION = {name}, LEFTARG = boolean, RIGHTARG = {number})"
        for name, sign in (("is_flag", "="), ("is_no_flag", "<>"), ("is_above", ">"))
        for number in ("integer", "bigint")
    ),
    "CREATE FUNCTION and_flag(bigint, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE"
    " AS 'SELECT CASE WHEN $2 IS NULL THEN $1 ELSE coalesce($1, 0) + $2::integer END'",
    "CREATE AGGREGATE sum(boolean) (SFUNC = and_flag, STYPE = bigint)",
    # The day of a date, as SQLite counts them: from noon.
    "CREATE FUNCTION julianday(text) RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS"
    " 'SELECT to_char($1::date, ''J'')::integer - 0.5'",
    # A sign that tells SQLite not to look in an index.
    "CREATE FUNCTION itself(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT $1';"
    "CREATE OPERATOR + (FUNCTION = itself, RIGHTARG = text)",
    "CREATE FUNCTION joined(text, text, text) RETURNS text LANGUAGE sql IMMUTABLE AS"
    " 'SELECT CASE WHEN $1 IS NULL THEN $2 WHEN $2 IS NULL THEN $1 ELSE $1 || $3 || $2 END'",
    "CREATE AGGREGATE group_concat(text, text) (SFUNC = joined, STYPE = text)",
    # `domain.query_predicate.same`, in the one language that a server knows.
    "CREATE FUNCTION same(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS"
    """ 'SELECT btrim(regexp_replace(translate(replace(lower($1), ''ß'', ''ss''), ''ς'', ''σ''),
         ''\\s+'', '' '', ''g''))'""",
)

HEAD = (
    "CREATE TABLE alembic_version(version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
    f"INSERT INTO alembic_version VALUES ('{SCHEMA_VERSION:04}')",
    "CREATE TABLE store_head(user_version bigint NOT NULL, data_version bigint NOT NULL)",
    "INSERT INTO store_head VALUES (0, 0)",
)
"""What SQLite keeps in the head of a file: the schema, and a number that every change moves."""


def is_there(connection: Connection) -> bool:
    """Whether the database holds a store."""
    found = connection.exec_driver_sql("SELECT to_regclass('store_head') IS NOT NULL")
    return bool(found.scalar_one())


def has_others(connection: Connection) -> bool:
    """Whether tables of somebody else are where ours would be."""
    found = connection.exec_driver_sql(
        "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())"
    )
    return bool(found.scalar_one())


def create(connection: Connection) -> None:
    """Make every table, in the caller's transaction."""
    copied = MetaData()
    for table in SQLModel.metadata.sorted_tables:
        _fit(table.to_metadata(copied))
    for statement in FUNCTIONS:
        connection.exec_driver_sql(statement)
    copied.create_all(connection)
    for index in full_text.COLUMNS:
        connection.exec_driver_sql(
            f"CREATE TABLE {index}(rowid bigint PRIMARY KEY, {index} tsvector NOT NULL,"
            f" length bigint NOT NULL); CREATE INDEX {index}_words ON {index} USING gin({index});"
            f"CREATE VIEW {index}_docsize AS SELECT rowid AS id FROM {index};"
            f"CREATE VIEW {index}_in_use AS"
            f" SELECT word AS term FROM ts_stat('SELECT {index} FROM {index}')"
        )
    for statement in HEAD:
        connection.exec_driver_sql(statement)
    settle(connection)
    search_index.stamp(connection)


def settle(connection: Connection) -> None:
    """Let every column hold what it holds in SQLite, whatever a migration has called it.

    Whole numbers of 64 bits, texts in the order of their bytes, numbers of rows without gaps.
    """
    wide: dict[str, list[str]] = {}
    for table, column, type_ in connection.exec_driver_sql(_TO_SETTLE):
        suits = "bigint" if type_ == "integer" else f'{type_} COLLATE "C"'
        wide.setdefault(table, []).append(f"ALTER COLUMN {column} TYPE {suits}")
    for table, changes in wide.items():
        connection.exec_driver_sql(f"ALTER TABLE {table} {', '.join(changes)}")
    numbered = set(connection.exec_driver_sql(_NUMBERED).scalars())
    for made in SQLModel.metadata.sorted_tables:
        key = made.autoincrement_column
        if key is not None and made.name not in numbered:
            connection.exec_driver_sql(
                f"CREATE FUNCTION next_{made.name}() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN"
                f" RETURN coalesce((SELECT max({key.name}) FROM {made.name}), 0) + 1; END';"
                f"ALTER TABLE {made.name} ALTER COLUMN {key.name} SET DEFAULT next_{made.name}();"
                f"DROP SEQUENCE IF EXISTS {made.name}_{key.name}_seq"
            )


_TO_SETTLE = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
   AND (c.data_type = 'integer' OR (c.data_type IN ('character varying', 'text')
                                    AND coalesce(c.collation_name, '') <> 'C'))
"""
_NUMBERED = """
SELECT table_name FROM information_schema.columns
 WHERE table_schema = current_schema() AND starts_with(column_default, 'next_')
"""


def _fit(table: Table) -> None:
    """Make of a table what PostgreSQL can: kept columns for computed ones, indexes of a part."""
    for column in table.columns:
        if isinstance(column.computed, Computed):
            column.computed.persisted = True
    for index in table.indexes:
        where = index.dialect_options["sqlite"]["where"]
        index.dialect_options["postgresql"]["where"] = where
