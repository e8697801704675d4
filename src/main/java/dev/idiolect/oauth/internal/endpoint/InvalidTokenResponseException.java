package dev.idiolect.oauth.internal.endpoint;

/**
 * Thrown when a successful token response violates a rule. The message completes the sentence "The response is invalid:
 * ...".
 */
public final class InvalidTokenResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidTokenResponseException(String rule) {
        super(rule);
    }
}
