package dev.idiolect.oauth.store;

/** Whether sqlite-jdbc, an optional dependency, is there. */
final class SqliteLibrary {

    /** The primary result code SQLITE_BUSY. */
    static final int BUSY = 5;

    private SqliteLibrary() {}

    static void require() {
        try {
            Class.forName("org.sqlite.SQLiteDataSource", false, SqliteLibrary.class.getClassLoader());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new StoreException(
                    "SQLite is not on the class path. Add the dependency org.xerial:sqlite-jdbc, or choose another store",
                    e);
        }
    }
}
