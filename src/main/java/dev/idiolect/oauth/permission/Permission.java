package dev.idiolect.oauth.permission;

/**
 * One value of a scope string. Two permissions are equal if they have the same canonical text. Immutable and
 * thread-safe. Later versions may add types.
 *
 * @see <a href="https://atproto.com/specs/permission#scope-string-syntax">AT Protocol: scope string syntax</a>
 */
public sealed interface Permission
        permits RepoPermission,
                RpcPermission,
                BlobPermission,
                AccountPermission,
                IdentityPermission,
                IncludePermission,
                PlainScope,
                UnknownScope {

    /**
     * Returns the canonical text. To parse it again gives an equal permission. Arrays are sorted and without
     * duplicates, defaults are omitted, a single main value is positional, and only characters with a meaning are
     * percent-encoded.
     *
     * @return the scope value; for an {@link UnknownScope}, the original text
     */
    String scope();

    /**
     * Parses one scope value.
     *
     * <p>A value with an unknown resource, or with an unknown attribute of {@code account} or {@code identity}, is an
     * {@link UnknownScope}, because the specification expects more of them.
     *
     * @param value the value, such as {@code repo:app.bsky.feed.post?action=create}
     * @return the permission
     * @throws InvalidPermissionException if the value violates a rule; it has the position in the value
     */
    static Permission parse(String value) {
        return PermissionParser.parse(value, 0);
    }
}
