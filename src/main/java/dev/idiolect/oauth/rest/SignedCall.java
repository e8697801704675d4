package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call under way, through all of its tries: what the filters need to know, and where they say what came of a try.
 *
 * <p>Filters run on whatever thread the runtime chooses, hence the lock.
 */
final class SignedCall {

    private final ApiMethod api;
    private final AccountArguments named;
    private final DpopProofFactory proofs;
    private final Map<Challenge, Integer> counts = new EnumMap<>(Challenge.class);
    private OAuthSession session;
    private String origin;
    private @Nullable Challenge challenge;
    private @Nullable RuntimeException failure;
    private boolean goodForOneRequest;
    private int requests;
    private int requestsBefore;
    private int unanswered;
    private boolean over;
    private @Nullable Thread askedOn;

    SignedCall(ApiMethod api, AccountArguments named, DpopProofFactory proofs, OAuthSession session) {
        this.api = api;
        this.named = named;
        this.proofs = proofs;
        this.session = session;
        origin = PdsOrigin.of(session);
        proofs.nonces().seed(origin, session.dpopNonce());
    }

    /** Whether a call that an interceptor sees is this one again: some runtimes intercept each try. */
    boolean isEnteredAgainBy(ApiMethod other, AccountArguments otherNamed) {
        return api.isSame(other.method()) && named.isSame(otherNamed);
    }

    /** Remembers that the active account was asked for on this thread, where it can be asked for again. */
    synchronized void recordCaller() {
        askedOn = Thread.currentThread();
    }

    /** Whether this thread is where the active account was asked for, and it is another one by now. */
    synchronized boolean isForOtherAccount(Supplier<String> active) {
        return askedOn == Thread.currentThread() && !session.did().equals(active.get());
    }

    boolean isOf(Method invoked) {
        return api.isSame(invoked);
    }

    boolean isSigned() {
        return api.treatment() == Routing.SIGNED;
    }

    DpopProofFactory proofs() {
        return proofs;
    }

    /** Begins a try; a body that is read as it is sent is good for one request of it. */
    synchronized void begin(boolean isGoodForOneRequest) {
        failure = null;
        goodForOneRequest = isGoodForOneRequest;
        requestsBefore = requests;
    }

    /**
     * A request of this try goes out. An interceptor between this library and the server, such as that of {@code @Retry} on
     * some runtimes, may send several: what was said of an earlier one is over.
     */
    synchronized RequestAttempt startRequest() {
        if (goodForOneRequest && requests > requestsBefore) {
            throw new UnrepeatableBodyException(
                    api.name() + " was sent again inside one signed try, with a stream that has been read already. Pass"
                            + " a byte[], or put what repeats it, such as @Retry, on the method that makes the call",
                    null);
        }
        challenge = null;
        failure = null;
        unanswered = ++requests;
        return new RequestAttempt(this, requests, session, origin, proofs.clockOffset(origin));
    }

    synchronized boolean shouldRetry(Challenge why) {
        return counts.getOrDefault(why, 0) < why.limit();
    }

    /**
     * Marks the try as refused; returns whether there will be another. Not by an answer to any request but the newest, which
     * whatever gave up the earlier one stands by, and not when the try has been judged.
     */
    synchronized boolean refused(RequestAttempt request, Challenge why) {
        if (request.number() != unanswered || !shouldRetry(why)) {
            return false;
        }
        challenge = why;
        return true;
    }

    /** A request was carried out: the call is not to be repeated, whatever is said of others that went out beside it. */
    synchronized void succeeded() {
        challenge = null;
        unanswered = 0;
    }

    /** Judges the try, once: returns why it was refused; null if it wasn't, or if there is to be no other. */
    synchronized @Nullable Challenge judge() {
        Challenge why = challenge;
        if (why != null) {
            counts.merge(why, 1, Integer::sum);
        }
        challenge = null;
        unanswered = 0;
        return why;
    }

    synchronized OAuthSession session() {
        return session;
    }

    synchronized void renewed(OAuthSession newer) {
        origin = PdsOrigin.of(newer);
        session = newer;
    }

    /** Remembers why a filter gave up, since runtimes wrap what filters throw. */
    synchronized void failed(RuntimeException why) {
        failure = why;
    }

    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    synchronized void end() {
        over = true;
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public synchronized String toString() {
        return "SignedCall[" + api.name() + ", did=" + session.did() + ", origin=" + origin + ", refused=" + counts
                + "]";
    }
}
