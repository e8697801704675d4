package dev.idiolect.oauth.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A problem with the data of a store.
 *
 * @param kind the kind of problem
 * @param path the file or directory, or null for a row of a database server
 * @param message a description of the problem, without a full stop; contains no secrets
 * @param remedy the fix, without a full stop
 */
public record StoreProblem(Kind kind, @Nullable Path path, String message, String remedy) {

    /** The kinds of problems. Later versions may add constants. */
    public enum Kind {
        /** A session or a pending login that cannot be read. */
        UNREADABLE,
        /** A file or directory with secrets that other users can access. */
        PERMISSIONS,
        /** A leftover file with secrets that is no longer needed. */
        ORPHANED
    }
}
