package dev.idiolect.oauth.permission;

import java.util.Arrays;
import java.util.Optional;

/**
 * Scope values without parameters. Later versions may add constants.
 *
 * @see <a href="https://atproto.com/specs/oauth#authorization-scopes">AT Protocol OAuth: authorization scopes</a>
 */
public enum PlainScope implements Permission {
    /** Required for each session of the AT Protocol. Allows nothing by itself. */
    ATPROTO("atproto"),

    /**
     * The permissions of an app password: all records, all blobs, and all methods of other services except those of
     * {@code chat.bsky}. To be removed from the AT Protocol.
     */
    TRANSITION_GENERIC("transition:generic"),

    /** To read the email address. To be removed from the AT Protocol. */
    TRANSITION_EMAIL("transition:email"),

    /** The methods of {@code chat.bsky}. To be removed from the AT Protocol. */
    TRANSITION_CHAT_BSKY("transition:chat.bsky");

    private final String scope;

    PlainScope(String scope) {
        this.scope = scope;
    }

    @Override
    public String scope() {
        return scope;
    }

    static Optional<PlainScope> of(String value) {
        return Arrays.stream(values())
                .filter(plain -> plain.scope.equals(value))
                .findFirst();
    }
}
