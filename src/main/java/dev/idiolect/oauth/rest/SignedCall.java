package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * State of one call across all its attempts: the input and the findings of the filters. Synchronized, because the
 * runtime chooses the filters' threads.
 */
final class SignedCall {

    private static final int NO_REQUEST = 0;

    private final ApiMethod api;
    private final AccountArguments named;
    private final DpopProofFactory proofs;
    private final Map<Challenge, Integer> retries = new EnumMap<>(Challenge.class);
    private OAuthSession session;
    private String origin;
    private @Nullable Challenge challenge;
    private @Nullable RuntimeException failure;
    private boolean hasSingleUseBody;
    private int requests;
    private int requestsBeforeAttempt;
    private int openRequest = NO_REQUEST;
    private boolean ended;
    private @Nullable Thread caller;

    SignedCall(ApiMethod api, AccountArguments named, DpopProofFactory proofs, OAuthSession session) {
        this.api = api;
        this.named = named;
        this.proofs = proofs;
        this.session = session;
        origin = PdsOrigin.of(session);
        proofs.nonces().seed(origin, session.dpopNonce());
    }

    /** Returns whether an intercepted call is an attempt of this call. Some runtimes intercept each attempt. */
    boolean isReenteredBy(ApiMethod other, AccountArguments otherNamed) {
        return api.isSame(other.method()) && named.isSame(otherNamed);
    }

    /** Records that the active account was determined on this thread. */
    synchronized void recordCaller() {
        caller = Thread.currentThread();
    }

    /** Returns whether this thread is the recorded caller and its active account has changed. */
    synchronized boolean isForOtherAccount(Supplier<String> activeAccount) {
        return caller == Thread.currentThread() && !session.did().equals(activeAccount.get());
    }

    boolean isCallOf(Method method) {
        return api.isSame(method);
    }

    Method method() {
        return api.method();
    }

    boolean isSigned() {
        return api.routing() == Routing.SIGNED;
    }

    DpopProofFactory proofs() {
        return proofs;
    }

    /** Starts an attempt. A body that can be read only once allows only one request. */
    synchronized void startAttempt(boolean singleUseBody) {
        failure = null;
        hasSingleUseBody = singleUseBody;
        requestsBeforeAttempt = requests;
    }

    /**
     * Starts a request of the current attempt. An interceptor between this library and the server, such as that of
     * {@code @Retry} on some runtimes, may send several requests; results of earlier ones are discarded.
     */
    synchronized RequestAttempt startRequest() {
        if (hasSingleUseBody && requests > requestsBeforeAttempt) {
            throw new UnrepeatableBodyException(
                    "An interceptor inside " + api.name() + " sent the request again after its stream was read. Pass a"
                            + " byte[], or move the interceptor, such as @Retry, to the method that makes the call",
                    null);
        }
        challenge = null;
        failure = null;
        openRequest = ++requests;
        return new RequestAttempt(this, requests, session, origin, proofs.clockOffset(origin));
    }

    synchronized boolean canRetry(Challenge reason) {
        return retries.getOrDefault(reason, 0) < reason.maxRetries();
    }

    /**
     * Records that a request was refused, and returns whether the call will be retried. Only the newest request counts,
     * because an interceptor that sent it has abandoned the earlier ones.
     */
    synchronized boolean refused(RequestAttempt request, Challenge reason) {
        if (request.number() != openRequest || !canRetry(reason)) {
            return false;
        }
        challenge = reason;
        return true;
    }

    /** Records that a request succeeded. The call is then not retried, even if a parallel request fails. */
    synchronized void succeeded() {
        challenge = null;
        openRequest = NO_REQUEST;
    }

    /** Ends the current attempt. Returns the reason to retry it, or null if there is none. Returns each reason once. */
    synchronized @Nullable Challenge takeChallenge() {
        Challenge reason = challenge;
        if (reason != null) {
            retries.merge(reason, 1, Integer::sum);
        }
        challenge = null;
        openRequest = NO_REQUEST;
        return reason;
    }

    synchronized OAuthSession session() {
        return session;
    }

    synchronized void useSession(OAuthSession newer) {
        origin = PdsOrigin.of(newer);
        session = newer;
    }

    /** Records the exception of a filter, because runtimes wrap exceptions that filters throw. */
    synchronized void failed(RuntimeException cause) {
        failure = cause;
    }

    /** Records the exception of the call for the response to a request. Only the newest request counts. */
    synchronized void failed(RequestAttempt request, RuntimeException cause) {
        if (request.number() == requests) {
            failure = cause;
        }
    }

    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    synchronized void end() {
        ended = true;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    @Override
    public synchronized String toString() {
        return "SignedCall[" + api.name() + ", did=" + session.did() + ", origin=" + origin + ", retries=" + retries
                + "]";
    }
}
