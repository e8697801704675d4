package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;

/**
 * State of one HTTP request of a call. The response is evaluated against this, because the call may have moved on to a later
 * request or session by then.
 *
 * @param call the call
 * @param number counts the requests of the call
 * @param session the session that the request uses
 * @param origin the server
 * @param clockOffset the assumed offset of the server's clock
 */
record RequestAttempt(SignedCall call, int number, OAuthSession session, String origin, Duration clockOffset) {

    /** The request property that holds it, for the response filter. */
    static final String PROPERTY = "dev.idiolect.oauth.rest.attempt";
}
