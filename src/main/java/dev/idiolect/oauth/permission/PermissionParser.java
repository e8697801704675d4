package dev.idiolect.oauth.permission;

import dev.idiolect.oauth.permission.InvalidPermissionException.Kind;
import java.util.Locale;

/** Chooses the type of a scope value by its resource. */
final class PermissionParser {

    private PermissionParser() {}

    /**
     * Parses a scope value.
     *
     * @param start the index of the value in the scope string, for messages
     * @throws InvalidPermissionException if the value violates a rule
     */
    static Permission parse(String value, int start) {
        requireCharacters(value, start);
        return switch (ScopeValue.resource(value)) {
            case RepoPermission.RESOURCE ->
                RepoPermission.read(ScopeValue.parse(value, start, RepoPermission.POSITIONAL));
            case RpcPermission.RESOURCE -> RpcPermission.read(ScopeValue.parse(value, start, RpcPermission.POSITIONAL));
            case BlobPermission.RESOURCE ->
                BlobPermission.read(ScopeValue.parse(value, start, BlobPermission.POSITIONAL));
            case AccountPermission.RESOURCE ->
                AccountPermission.read(ScopeValue.parse(value, start, AccountPermission.POSITIONAL));
            case IdentityPermission.RESOURCE ->
                IdentityPermission.read(ScopeValue.parse(value, start, IdentityPermission.POSITIONAL));
            case IncludePermission.RESOURCE ->
                IncludePermission.read(ScopeValue.parse(value, start, IncludePermission.POSITIONAL));
            default -> PlainScope.of(value).<Permission>map(plain -> plain).orElseGet(() -> new UnknownScope(value));
        };
    }

    /** Parses a scope value, and keeps an invalid one as a text. */
    static Permission parseOrKeep(String value) {
        try {
            return parse(value, 0);
        } catch (InvalidPermissionException invalid) {
            return new UnknownScope(value);
        }
    }

    // RFC 6749 appendix A.4: scope-token.
    private static void requireCharacters(String value, int start) {
        if (value.isEmpty()) {
            throw new InvalidPermissionException(
                    Kind.SEPARATOR, value, start, "it is empty", "Use scope values separated by single spaces");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\') {
                throw new InvalidPermissionException(
                        Kind.CHARACTER,
                        value,
                        start + i,
                        String.format(Locale.ROOT, "the character U+%04X is not allowed", (int) c),
                        "Use printable ASCII without spaces, quotation marks and backslashes");
            }
        }
    }
}
