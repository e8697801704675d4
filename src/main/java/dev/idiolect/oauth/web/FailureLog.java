package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.LogLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/**
 * Logs failed logins and logouts; as a warning if the application's operator must act. Anyone can cause them, so their
 * number is limited.
 */
@ApplicationScoped
class FailureLog {

    // The guide names this logger.
    private static final Logger LOG = System.getLogger(LoginResource.class.getName());

    private final LogLimit limit;

    FailureLog() {
        this(Clock.systemUTC());
    }

    FailureLog(Clock clock) {
        limit = new LogLimit(clock);
    }

    /** Logs a failure of a sign-in or sign-out. */
    public void log(String operation, LoginFailure failure) {
        String kind = failure.kind().code();
        // The message of an application's own store may contain line breaks.
        String message = (operation + " failed (" + kind + "): " + failure.reason()).replaceAll("[^\\x20-\\x7e]", "?");
        switch (failure.kind()) {
            case INTERNAL_ERROR -> limit.log(LOG, Level.WARNING, message, "IDOA-0401: " + message);
            case MISCONFIGURED -> limit.log(LOG, Level.WARNING, message, "IDOA-0402: " + message);
            case NOT_SIGNED_OUT -> limit.log(LOG, Level.WARNING, message, "IDOA-0403: " + message);
            case REFUSED -> limit.log(LOG, Level.INFO, message, "IDOA-0404: " + message);
            default -> LOG.log(Level.DEBUG, message);
        }
    }
}
