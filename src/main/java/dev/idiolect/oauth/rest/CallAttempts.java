package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The attempts of one prepared call. */
final class CallAttempts {

    private static final Logger LOG = System.getLogger(CallAttempts.class.getName());

    private final AccountSelector accounts;
    private final SignedCall call;
    private final Invocation invocation;
    private final RepeatableArguments arguments;
    private final UnaryOperator<Object> onResult;

    CallAttempts(
            AccountSelector accounts,
            SignedCall call,
            Invocation invocation,
            RepeatableArguments arguments,
            UnaryOperator<Object> onResult) {
        this.accounts = accounts;
        this.call = call;
        this.invocation = invocation;
        this.arguments = arguments;
        this.onResult = onResult;
    }

    /** Sends the request once. */
    @Nullable
    Object send() throws Exception {
        call.startAttempt(arguments.isSingleUse());
        if (!arguments.isSingleUse()) {
            return CallScope.within(call, this::proceed);
        }
        // All subscriptions of a Uni share the invocation.
        synchronized (invocation) {
            invocation.setArguments(arguments.copy());
            return CallScope.within(call, this::proceed);
        }
    }

    private @Nullable Object proceed() throws Exception {
        Object result = invocation.proceed();
        return result == null ? null : onResult.apply(result);
    }

    /** Returns the reason to retry the last attempt, or null if there is none. Returns each reason once. */
    @Nullable
    Challenge takeChallenge() {
        return call.takeChallenge();
    }

    /**
     * Returns whether to send the request again. Decides by the challenge that the filters recorded and never by the
     * outcome, because applications and runtimes replace exceptions. Blocks if the session must be refreshed.
     *
     * @param challenge the result of {@link #takeChallenge}
     * @throws RuntimeException if a filter of this library or the refresh failed
     */
    boolean shouldRetry(@Nullable Challenge challenge, @Nullable Object value, @Nullable Throwable failure) {
        if (challenge == null) {
            call.end();
            RuntimeException filterFailure = call.failure();
            if (filterFailure != null) {
                close(value);
                throw filterFailure;
            }
            return false;
        }
        LOG.log(Level.DEBUG, "Retrying {0} after challenge {1}", call, challenge);
        close(value);
        if (challenge == Challenge.TOKEN || challenge == Challenge.ACCOUNT) {
            renewSession(challenge, failure);
        }
        return true;
    }

    private static void close(@Nullable Object value) {
        if (value instanceof Response response) {
            response.close();
        }
    }

    private void renewSession(Challenge challenge, @Nullable Throwable failure) {
        try {
            OAuthSession refused = call.session();
            call.useSession(challenge == Challenge.ACCOUNT ? accounts.renewIfMoved(refused) : accounts.renew(refused));
        } catch (RuntimeException e) {
            call.end();
            if (failure != null && failure != e) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }
}
