package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;

/**
 * One request of a call as it went out, which its answer is judged by: the call may be a request or a session further when
 * that comes.
 *
 * @param call the call
 * @param number counts the requests of the call, all of its tries together
 * @param session whose request it is
 * @param origin the server
 * @param clockOffset how far the server's clock was thought to be off
 */
record RequestAttempt(SignedCall call, int number, OAuthSession session, String origin, Duration clockOffset) {

    /** The request property that holds it, for the response filter. */
    static final String PROPERTY = "dev.idiolect.oauth.client.request";
}
