package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.session.EndReason;

/** Creates the exceptions for a refresh whose response has a success status but cannot be used. */
final class UnusableTokens {

    private UnusableTokens() {}

    /**
     * Returns the failure for an invalid response.
     *
     * @param server the sender of the response, such as "the PDS"
     */
    static SessionException failure(String did, String server, InvalidTokenResponseException e) {
        return switch (e.kind()) {
            case WITHOUT_ACCESS_TOKEN -> RefreshException.withoutAccessToken(did, server);
            case TOO_LONG -> RefreshException.oversized(did, server, e.getMessage());
            case UNUSABLE -> consumed(did, server, e.getMessage());
        };
    }

    /** Returns the end of a session whose refresh token the server has consumed. */
    static ReauthenticationRequiredException consumed(String did, String server, String rule) {
        return ReauthenticationRequiredException.of(
                did, EndReason.INVALID_RESPONSE, server + " sent an invalid response: " + rule);
    }
}
