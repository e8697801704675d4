package dev.idiolect.oauth.bench;

/** A kind of store. Public, because the generated code uses it. */
public enum Kind {
    MEMORY,
    FILESYSTEM,
    SQLITE,
    JDBC
}
