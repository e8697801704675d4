package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.MaxLength;

/**
 * Thrown when a successful token response violates a rule. The message completes the sentence "The response is invalid:
 * ...".
 */
public final class InvalidTokenResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a response shows about the server and its tokens. */
    public enum Kind {
        /**
         * There is no usable access token. Such a response may come from a proxy or captive portal, so the server may
         * have consumed nothing.
         */
        WITHOUT_ACCESS_TOKEN,
        /**
         * A member is longer than allowed. Only a broken or hostile server sends that, and it may have consumed
         * nothing.
         */
        TOO_LONG,
        /** There is an access token, but another rule is violated. The server has consumed the token or code. */
        UNUSABLE
    }

    private final Kind kind;

    InvalidTokenResponseException(String rule) {
        this(rule, Kind.UNUSABLE);
    }

    private InvalidTokenResponseException(String rule, Kind kind) {
        super(rule);
        this.kind = kind;
    }

    static InvalidTokenResponseException withoutAccessToken(String member) {
        return new InvalidTokenResponseException("it has no usable " + member, Kind.WITHOUT_ACCESS_TOKEN);
    }

    static InvalidTokenResponseException tooLong(String member, MaxLength max) {
        return new InvalidTokenResponseException(
                "its " + member + " has more than " + max.limit() + " characters", Kind.TOO_LONG);
    }

    /** Returns what the response shows. */
    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
