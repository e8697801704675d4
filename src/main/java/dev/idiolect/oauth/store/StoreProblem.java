package dev.idiolect.oauth.store;

import java.nio.file.Path;

/**
 * Something wrong with what a store keeps on disk.
 *
 * @param kind what somebody may want to tell apart
 * @param path the file or directory that it is about
 * @param what what is wrong, as a sentence without its full stop; no secrets
 * @param remedy what to do about it, as a sentence without its full stop
 */
public record StoreProblem(Kind kind, Path path, String what, String remedy) {

    /** The kinds of problems. */
    public enum Kind {
        /** A session or a pending login is there and can't be used. */
        UNREADABLE,
        /** Others than the owner have access to tokens and private keys. */
        SHARED,
        /** Something with secrets in it was left behind, and nobody needs it. */
        ORPHANED
    }
}
