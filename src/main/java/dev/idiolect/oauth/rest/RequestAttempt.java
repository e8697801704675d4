package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.CallOutcome;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.Method;
import java.time.Duration;

/**
 * State of one HTTP request of a call. The response is evaluated against this state, because the call may already have
 * moved on to a later request or session.
 *
 * @param call the call
 * @param number the number of this request within the call
 * @param session the session that the request uses
 * @param origin the server
 * @param clockOffset the server's time minus the local time, as assumed for the proof
 */
record RequestAttempt(SignedCall call, int number, OAuthSession session, String origin, Duration clockOffset)
        implements CallOutcome {

    @Override
    public Method method() {
        return call.method();
    }

    @Override
    public void fail(RuntimeException failure) {
        call.failed(this, failure);
    }
}
