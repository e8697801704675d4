package dev.idiolect.oauth.internal.endpoint;

/**
 * Thrown when a successful token response violates a rule. The message completes the sentence "The response is invalid:
 * ...".
 */
public final class InvalidTokenResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean withoutAccessToken;

    InvalidTokenResponseException(String rule) {
        this(rule, false);
    }

    private InvalidTokenResponseException(String rule, boolean withoutAccessToken) {
        super(rule);
        this.withoutAccessToken = withoutAccessToken;
    }

    static InvalidTokenResponseException withoutAccessToken(String member) {
        return new InvalidTokenResponseException("it has no usable " + member, true);
    }

    /**
     * Returns whether the response has no usable access token. Such a response may come from a proxy or captive portal,
     * so the server may have consumed nothing.
     */
    public boolean isWithoutAccessToken() {
        return withoutAccessToken;
    }
}
