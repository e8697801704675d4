package dev.idiolect.oauth.permission;

/**
 * A scope value that this version does not know, or an invalid one that a server granted. It allows nothing that this
 * library knows.
 */
public final class UnknownScope extends ScopeText implements Permission {

    UnknownScope(String scope) {
        super(scope);
    }
}
