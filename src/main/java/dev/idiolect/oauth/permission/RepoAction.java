package dev.idiolect.oauth.permission;

/** What an application does with a record. Later versions may add constants. */
public enum RepoAction {
    /** Creates a record. */
    CREATE,
    /** Replaces a record. */
    UPDATE,
    /** Deletes a record. */
    DELETE
}
