package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.internal.PdsRouted;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the calls of methods that bear {@link DpopSigned} or {@link PdsRouted}: finds the account and its live
 * session, lets the request be signed and sent, and sends it again where the server asks for a nonce, a newer token or
 * another time. Safe for use by many threads; one for each application.
 *
 * <p>Clients that a container injects reach it through an interceptor. A client built with
 * {@link org.eclipse.microprofile.rest.client.RestClientBuilder} gets the same by {@link #wrap}:
 *
 * <pre>{@code
 * RepoClient repo = signedCalls.wrap(RepoClient.class,
 *         RestClientBuilder.newBuilder().baseUri(URI.create("https://pds.invalid")).build(RepoClient.class));
 * }</pre>
 */
public final class SignedCalls {

    /** How many bytes of a body that is a stream are kept for a second try, unless configured otherwise: 50 MiB. */
    public static final long DEFAULT_BODY_LIMIT = 50L * 1024 * 1024;

    private final AccountSelector accounts;
    private final DpopProofFactory proofs;
    private final long bodyLimit;
    private volatile @Nullable Executor workers;

    /**
     * Creates an engine.
     *
     * @param refresher what gives live sessions
     * @param proofs what makes the proofs and keeps what servers say about them
     * @param active whose session a call uses that names no account; {@code Optional::empty} for nobody's
     * @param configuredAccount the DID for calls that neither an argument nor {@code active} gives an account, or null
     * @param bodyLimit how many bytes of a body that is a stream are kept for a second try, at least 0
     * @throws IllegalArgumentException if {@code bodyLimit} is negative
     */
    public SignedCalls(
            SessionRefresher refresher,
            DpopProofFactory proofs,
            ActiveAccount active,
            @Nullable String configuredAccount,
            long bodyLimit) {
        if (bodyLimit < 0) {
            throw new IllegalArgumentException("bodyLimit must be 0 or more, was " + bodyLimit);
        }
        accounts = new AccountSelector(refresher, active, configuredAccount);
        this.proofs = proofs;
        this.bodyLimit = bodyLimit;
    }

    /**
     * Returns a client that signs the calls of a client built by hand. Methods without {@link DpopSigned} or
     * {@link PdsRouted} are passed on as they are. The result is {@link AutoCloseable} if the client is; closing it closes
     * the client.
     *
     * @param <T> the client's interface
     * @param api the client's interface
     * @param client what {@code RestClientBuilder.build(api)} gave
     * @return the signing client; {@code client} itself if it is one already
     * @throws IllegalArgumentException if {@code api} is no interface, or neither it nor a method of it bears
     *     {@link DpopSigned} or {@link PdsRouted}
     */
    public <T> T wrap(Class<T> api, T client) {
        return SigningProxy.around(this, api, client);
    }

    Object intercept(Method seen, @Nullable Object target, Invocation invocation) throws Exception {
        return carryOut(ApiMethod.of(seen, target), invocation);
    }

    Object carryOut(ApiMethod api, Invocation invocation) throws Exception {
        AccountArguments named;
        try {
            named = AccountArguments.in(api, invocation.arguments());
        } catch (AccountException e) {
            return ReturnType.failed(api.method().getReturnType(), e);
        }
        SignedCall current = CallScope.current();
        // Without a named account, a call from within another of the same method may be for somebody else.
        if (current != null
                && current.isEnteredAgainBy(api, named)
                && !current.isForOtherAccount(() -> accounts.unnamed(api))) {
            return invocation.proceed();
        }
        SignedInvocation run = new SignedInvocation(accounts, proofs, bodyLimit, api, named, invocation);
        return ReturnType.of(api.method().getReturnType(), this::onWorker).run(run);
    }

    private void onWorker(Runnable task) {
        Executor ready = workers;
        if (ready == null) {
            ready = new ContextPropagatingExecutor(AsyncExecutors.find());
            workers = ready;
        }
        ready.execute(task);
    }
}
