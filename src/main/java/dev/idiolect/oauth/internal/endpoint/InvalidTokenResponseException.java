package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.MaxLength;

/**
 * Thrown when a successful token response violates a rule. The message completes the sentence "The response is invalid:
 * ...".
 */
public final class InvalidTokenResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean withoutAccessToken;
    private final boolean tooLong;

    InvalidTokenResponseException(String rule) {
        this(rule, false, false);
    }

    private InvalidTokenResponseException(String rule, boolean withoutAccessToken, boolean tooLong) {
        super(rule);
        this.withoutAccessToken = withoutAccessToken;
        this.tooLong = tooLong;
    }

    static InvalidTokenResponseException withoutAccessToken(String member) {
        return new InvalidTokenResponseException("it has no usable " + member, true, false);
    }

    static InvalidTokenResponseException tooLong(String member, MaxLength max) {
        return new InvalidTokenResponseException(
                "its " + member + " has more than " + max.limit() + " characters", false, true);
    }

    /**
     * Returns whether the response has no usable access token. Such a response may come from a proxy or captive portal,
     * so the server may have consumed nothing.
     */
    public boolean isWithoutAccessToken() {
        return withoutAccessToken;
    }

    /**
     * Returns whether a member is longer than allowed. Only a broken or hostile server sends that, and it may have consumed
     * nothing.
     */
    public boolean isTooLong() {
        return tooLong;
    }
}
