package dev.idiolect.oauth.client;

import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.Method;
import java.time.Duration;
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

    /** The request property that holds it, for the response filter. */
    static final String PROPERTY = "dev.idiolect.oauth.client.call";

    private final ApiMethod api;
    private final NamedAccount named;
    private final DpopProofs proofs;
    private final Map<Challenge, Integer> counts = new EnumMap<>(Challenge.class);
    private OAuthSession session;
    private String origin;
    private Duration clockOffset = Duration.ZERO;
    private @Nullable Challenge challenge;
    private @Nullable RuntimeException failure;
    private boolean oneRequest;
    private int requests;
    private boolean over;
    private @Nullable Thread askedOn;

    SignedCall(ApiMethod api, NamedAccount named, DpopProofs proofs, OAuthSession session) {
        this.api = api;
        this.named = named;
        this.proofs = proofs;
        this.session = session;
        origin = PdsOrigin.of(session);
        proofs.nonces().seed(origin, session.dpopNonce());
    }

    /** Whether a call that an interceptor sees is this one again: some runtimes intercept each try. */
    boolean isEnteredAgainBy(ApiMethod other, NamedAccount otherNamed) {
        return api.isSame(other.method()) && named.equals(otherNamed);
    }

    /** Remembers that the active account was asked for on this thread, where it can be asked for again. */
    synchronized void askedHere() {
        askedOn = Thread.currentThread();
    }

    /** Whether this thread is where the active account was asked for, and it is another one by now. */
    synchronized boolean isOfAnother(Supplier<String> active) {
        return askedOn == Thread.currentThread() && !session.did().equals(active.get());
    }

    boolean isOf(Method invoked) {
        return api.isSame(invoked);
    }

    boolean isSigned() {
        return api.treatment() == Treatment.SIGNED;
    }

    DpopProofs proofs() {
        return proofs;
    }

    synchronized OAuthSession session() {
        return session;
    }

    synchronized String origin() {
        return origin;
    }

    /** Begins a try; a body that is read as it is sent is good for one request of it. */
    synchronized void begin(boolean bodyIsReadOnce) {
        if (challenge != null) {
            counts.merge(challenge, 1, Integer::sum);
        }
        challenge = null;
        failure = null;
        oneRequest = bodyIsReadOnce;
        requests = 0;
    }

    /**
     * A request of this try goes out. An interceptor between this library and the server, such as that of {@code @Retry} on
     * some runtimes, may send several: what was said of an earlier one is over.
     */
    synchronized void sends() {
        if (++requests > 1 && oneRequest) {
            throw new UnrepeatableBodyException(
                    api.name() + " was sent again inside one signed try, with a stream that has been read already. Pass"
                            + " a byte[], or put what repeats it, such as @Retry, on the method that makes the call",
                    null);
        }
        challenge = null;
        failure = null;
    }

    /** Remembers how far the server's clock was thought to be off when the proof of this try was made. */
    synchronized void provedAt(Duration offset) {
        clockOffset = offset;
    }

    synchronized Duration clockOffset() {
        return clockOffset;
    }

    synchronized boolean mayTryAgain(Challenge why) {
        return counts.getOrDefault(why, 0) < why.limit();
    }

    /** Marks the try as refused; returns whether there will be another. */
    synchronized boolean refused(Challenge why) {
        if (!mayTryAgain(why)) {
            return false;
        }
        challenge = why;
        return true;
    }

    /** Returns why the last try was refused; null if it wasn't, or if there is to be no other. */
    synchronized @Nullable Challenge challenge() {
        return challenge;
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
