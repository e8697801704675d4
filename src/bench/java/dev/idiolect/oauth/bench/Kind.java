package dev.idiolect.oauth.bench;

/** A kind of store. Public, because the generated code uses it. */
public enum Kind {
    MEMORY,
    FILESYSTEM,
    SQLITE,
    JDBC;

    /** Returns whether plain JDBC can do the same. */
    boolean isDatabase() {
        return this == SQLITE || this == JDBC;
    }
}
