package dev.idiolect.oauth.store;

import java.nio.file.Path;

/**
 * A problem with the data of a store.
 *
 * @param kind the kind of problem
 * @param path the file or directory
 * @param message the problem, a sentence without its full stop; no secrets
 * @param remedy how to fix it, a sentence without its full stop
 */
public record StoreProblem(Kind kind, Path path, String message, String remedy) {

    /** The kinds of problems. More may be added. */
    public enum Kind {
        /** A session or a pending login that cannot be read. */
        UNREADABLE,
        /** A file or directory with secrets that other users can access. */
        PERMISSIONS,
        /** A leftover file with secrets that is no longer needed. */
        ORPHANED
    }
}
