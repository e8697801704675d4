package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call across all its attempts. Thread-safe, because the runtime chooses the filters' threads; has no lock of its
 * own, so that code of the application, such as {@link ActiveAccount}, can wait for other threads.
 */
final class SignedCall {

    /** The session of the next request, and the server to which the request is sent. */
    private record Target(OAuthSession session, String origin) {

        static Target of(OAuthSession session) {
            return new Target(session, PdsOrigin.of(session));
        }
    }

    private final CallIdentity identity;
    private final DpopProofFactory proofs;
    private final Telemetry telemetry;
    private final CallRequests requests = new CallRequests();
    private volatile Target target;
    private volatile boolean ended;

    SignedCall(CallIdentity identity, DpopProofFactory proofs, Telemetry telemetry, OAuthSession session) {
        this.identity = identity;
        this.proofs = proofs;
        this.telemetry = telemetry;
        Target first = Target.of(session);
        target = first;
        proofs.nonces().seed(first.origin(), session.dpopNonce());
    }

    /** Returns whether an intercepted call is an attempt of this call, for the same account. */
    boolean isReenteredBy(ApiMethod other, AccountArguments named, Supplier<String> activeAccount) {
        return identity.isReenteredBy(other, named)
                && !identity.isForOtherAccount(session().did(), activeAccount);
    }

    boolean isCallOf(Method method) {
        return identity.isCallOf(method);
    }

    Method method() {
        return identity.api().method();
    }

    boolean isSigned() {
        return identity.api().routing() == Routing.SIGNED;
    }

    DpopProofFactory proofs() {
        return proofs;
    }

    /** Starts an attempt. A body that can be read only once allows only one request. */
    void startAttempt(boolean singleUseBody) {
        requests.startAttempt(singleUseBody);
    }

    /** Starts a request of the current attempt. */
    RequestAttempt startRequest() {
        int number = requests.start();
        if (number == CallRequests.NONE) {
            throw new UnrepeatableBodyException(
                    "An interceptor inside " + identity.api().name()
                            + " sent the request again after its stream was read."
                            + " Pass a byte[], or move the interceptor, such as @Retry, to the method that makes the call",
                    null);
        }
        if (number > 1) {
            telemetry.resending(number - 1);
        }
        Target to = target;
        return new RequestAttempt(this, number, to.session(), to.origin(), proofs.clockOffset(to.origin()));
    }

    /** Records that a request was refused, and returns whether the call will be retried. */
    boolean refused(RequestAttempt request, Challenge reason) {
        return requests.refused(request.number(), reason);
    }

    /** Records that a request succeeded. */
    void succeeded() {
        requests.succeeded();
    }

    /** Ends the current attempt. Returns the reason to retry it, or null if there is none. Returns each reason once. */
    @Nullable
    Challenge takeChallenge() {
        return requests.takeChallenge();
    }

    OAuthSession session() {
        return target.session();
    }

    String origin() {
        return target.origin();
    }

    void useSession(OAuthSession newer) {
        target = Target.of(newer);
    }

    /** Records the exception of a filter, because runtimes wrap exceptions that filters throw. */
    void failed(RuntimeException cause) {
        requests.failed(cause);
    }

    /** Records the exception of the call for the response to a request. */
    void failed(RequestAttempt request, RuntimeException cause) {
        requests.failed(request.number(), cause);
    }

    @Nullable
    RuntimeException failure() {
        return requests.failure();
    }

    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public String toString() {
        Target to = target;
        return "SignedCall[" + identity.api().name() + ", did=" + to.session().did() + ", origin=" + to.origin() + ", "
                + requests + "]";
    }
}
