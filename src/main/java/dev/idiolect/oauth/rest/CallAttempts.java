package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.CallerContext;
import dev.idiolect.oauth.internal.http.ServerAddresses.Verdict;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.internal.Measurement;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The attempts of one prepared call. */
final class CallAttempts {

    private static final Logger LOG = System.getLogger(CallAttempts.class.getName());

    private final CallParts parts;
    private final SignedCall call;
    private final Invocation invocation;
    private final RepeatableArguments arguments;
    private final UnaryOperator<Object> onResult;

    CallAttempts(
            CallParts parts,
            SignedCall call,
            Invocation invocation,
            RepeatableArguments arguments,
            UnaryOperator<Object> onResult) {
        this.parts = parts;
        this.call = call;
        this.invocation = invocation;
        this.arguments = arguments;
        this.onResult = onResult;
    }

    /** Checks the addresses of the server. A changed name must not direct a token or a read into this network. */
    CompletableFuture<Verdict> checkAddresses() {
        return parts.accounts().inCallersContext(parts.addresses().check(call.origin()));
    }

    /** Like {@link #checkAddresses}. Blocks for a few seconds at most. */
    Verdict awaitAddresses() {
        return parts.addresses().check(call.origin()).join();
    }

    /**
     * Sends the request once.
     *
     * @param verdict on the server's addresses
     * @throws UnusableServerException if they are not allowed
     */
    @Nullable
    Object send(Verdict verdict) throws Exception {
        UnusableServerException.requireAllowed(verdict, call.session().did(), call.origin());
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
     * Returns whether to send the request again, after {@link #renewSession}. Decides by the challenge that the filters
     * recorded and never by the outcome, because applications and runtimes replace exceptions.
     *
     * @param challenge the result of {@link #takeChallenge}
     * @throws RuntimeException if a filter of this library failed
     */
    boolean shouldRetry(@Nullable Challenge challenge, @Nullable Object value) {
        if (challenge == null) {
            call.end();
            RuntimeException filterFailure = call.failure();
            if (filterFailure != null) {
                close(value);
                throw filterFailure;
            }
            return false;
        }
        parts.telemetry().count(Counter.CALL_RETRIES, Measurement.value(challenge), 1);
        LOG.log(Level.DEBUG, "Retrying {0} after challenge {1}", call, challenge);
        close(value);
        return true;
    }

    private static void close(@Nullable Object value) {
        if (value instanceof Response response) {
            response.close();
        }
    }

    /** Replaces the session if the challenge requires that. Blocks while a refresh runs. */
    void renewSession(@Nullable Challenge challenge, @Nullable Throwable failure) {
        if (!needsSession(challenge)) {
            return;
        }
        try {
            call.useSession(parts.accounts().renew(call.session(), challenge == Challenge.ACCOUNT));
        } catch (RuntimeException e) {
            notRenewed(failure, e);
            throw e;
        }
    }

    /** Like {@link #renewSession}, without blocking while a refresh runs. */
    CompletableFuture<OAuthSession> renewSessionLater(@Nullable Challenge challenge, @Nullable Throwable failure) {
        return needsSession(challenge)
                ? parts.accounts()
                        .renewLater(call.session(), challenge == Challenge.ACCOUNT)
                        .whenComplete((session, e) -> {
                            if (e == null) {
                                call.useSession(session);
                            } else {
                                notRenewed(failure, CallerContext.cause(e));
                            }
                        })
                : CompletableFuture.completedFuture(call.session());
    }

    private static boolean needsSession(@Nullable Challenge challenge) {
        return challenge == Challenge.TOKEN || challenge == Challenge.EXPIRED || challenge == Challenge.ACCOUNT;
    }

    private void notRenewed(@Nullable Throwable failure, Throwable e) {
        call.end();
        if (failure != null && failure != e) {
            e.addSuppressed(failure);
        }
    }
}
