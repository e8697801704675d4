package dev.idiolect.oauth.rest;

import static java.util.Objects.requireNonNull;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.ServerAddresses;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Signs the calls of MicroProfile REST clients whose interfaces or methods have {@link DpopSigned}: finds the account
 * and its session, signs the request, and sends it again if the server requires another nonce, token or proof time, or
 * if the account has moved.
 *
 * <p>In a CDI container, calls of injected clients are signed automatically, and {@code SignedCalls} can be injected. A
 * client built with {@link org.eclipse.microprofile.rest.client.RestClientBuilder} must be wrapped:
 *
 * <pre>{@code
 * RepoClient repo = signedCalls.wrap(RepoClient.class,
 *         RestClientBuilder.newBuilder().baseUri(URI.create("https://pds.invalid")).build(RepoClient.class));
 * }</pre>
 *
 * <p>Without a container, build one instance for the whole application from these parts:
 *
 * <ol>
 *   <li>an {@link dev.idiolect.oauth.store.OAuthTokenStore} with the sessions;
 *   <li>a {@link DpopProofFactory}, which keeps the nonces of the servers; pass the same one to the
 *       {@link dev.idiolect.oauth.refresh.Refresher};
 *   <li>a {@link SessionRefresher} over that store and refresher;
 *   <li>{@code SignedCalls.builder(refresher, proofs).build()}, and {@link #wrap} for each client.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class SignedCalls {

    /** Default of {@link Builder#bodyLimit}: 50 MiB. */
    public static final long DEFAULT_BODY_LIMIT = 50L * 1024 * 1024;

    /**
     * Name of the {@code RestClientBuilder} property that sets the {@link Executor} of the client's asynchronous
     * methods. Use it instead of {@code RestClientBuilder.executorService} for clients with {@link DpopSigned} methods,
     * because this library must wrap their executor. Ignored on Quarkus, which uses its own threads. Default: the
     * container's managed executor, or a pool of 32 daemon threads.
     */
    public static final String EXECUTOR = "dev.idiolect.oauth.rest.executor";

    private final CallParts parts;
    private final ApiMethods methods = new ApiMethods();
    private volatile @Nullable Executor executor;

    private SignedCalls(Builder builder) {
        parts = new CallParts(
                new AccountSelector(builder.refresher, builder.activeAccount, builder.defaultAccount),
                builder.proofs,
                builder.addresses,
                builder.bodyLimit,
                builder.telemetry);
        executor = builder.executor == null ? null : new ContextPropagatingExecutor(builder.executor);
    }

    /**
     * Returns a builder.
     *
     * @param refresher supplies the sessions
     * @param proofs creates the proofs, and keeps nonces and clock offsets of the servers
     * @return the builder
     */
    public static Builder builder(SessionRefresher refresher, DpopProofFactory proofs) {
        return new Builder(refresher, proofs);
    }

    /**
     * Wraps a client built with {@code RestClientBuilder}, so that its calls are signed. Calls of methods without
     * {@link DpopSigned} are not changed. The result is {@link AutoCloseable} if the client is; closing it closes the
     * client.
     *
     * @param <T> the client's interface
     * @param api the client's interface
     * @param client the result of {@code RestClientBuilder.build(api)}
     * @return the signing client; {@code client} itself if it is one already
     * @throws IllegalArgumentException if {@code api} is not an interface with {@link DpopSigned} on it or on a method
     */
    public <T> T wrap(Class<T> api, T client) {
        return SigningProxy.wrap(this, api, client);
    }

    @Nullable
    Object intercept(Method method, @Nullable Object target, Invocation invocation) throws Exception {
        return call(methods.of(method, target), invocation);
    }

    /** Returns a method of a client interface, or null if the method has none of this library's annotations. */
    @Nullable
    ApiMethod find(Class<?> api, Method method) {
        return methods.find(api, method);
    }

    @Nullable
    Object call(ApiMethod api, Invocation invocation) throws Exception {
        AccountArguments named;
        try {
            named = AccountArguments.of(api, invocation.arguments());
        } catch (AccountException e) {
            return ReturnType.failed(api.method().getReturnType(), e);
        }
        SignedCall current = CallScope.current();
        // A nested call of the same method without a named account may be for another account.
        if (current != null
                && current.isReenteredBy(api, named, () -> parts.accounts().unnamedAccount(api))) {
            return invocation.proceed();
        }
        return ReturnType.of(api.method().getReturnType(), this::execute)
                .run(new SignedInvocation(parts, api, named, invocation));
    }

    private void execute(Runnable task) {
        Executor current = executor;
        if (current == null) {
            current = new ContextPropagatingExecutor(AsyncExecutors.find());
            executor = current;
        }
        current.execute(task);
    }

    /** Builds a {@link SignedCalls}. Not thread-safe. */
    public static final class Builder {

        private final SessionRefresher refresher;
        private final DpopProofFactory proofs;
        private ActiveAccount activeAccount = Optional::empty;
        private @Nullable String defaultAccount;
        private long bodyLimit = DEFAULT_BODY_LIMIT;
        private @Nullable Executor executor;
        private ServerAddresses addresses = new ServerAddresses();
        private Telemetry telemetry = Telemetry.none();

        private Builder(SessionRefresher refresher, DpopProofFactory proofs) {
            this.refresher = requireNonNull(refresher, "refresher");
            this.proofs = requireNonNull(proofs, "proofs");
        }

        /**
         * Sets the supplier of the account for calls whose arguments name none. Default: none.
         *
         * @param value the supplier, called on the caller's thread
         * @return this builder
         */
        public Builder activeAccount(ActiveAccount value) {
            activeAccount = requireNonNull(value, "activeAccount");
            return this;
        }

        /**
         * Sets the account for calls whose arguments name none while there is no active account. Default: none; such
         * calls throw an {@link AccountException}.
         *
         * @param did the account's DID, or null for none
         * @return this builder
         */
        public Builder defaultAccount(@Nullable String did) {
            defaultAccount = did;
            return this;
        }

        /**
         * Sets how many bytes of a streamed request body are buffered for a second attempt. A call with a larger stream
         * throws {@link UnrepeatableBodyException}. Default: {@link #DEFAULT_BODY_LIMIT}.
         *
         * @param bytes the limit
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is negative
         */
        public Builder bodyLimit(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("Invalid bodyLimit " + bytes + ": use 0 or more");
            }
            bodyLimit = bytes;
            return this;
        }

        /**
         * Sets the executor for the blocking steps of asynchronous calls, such as reading the store. A call that waits
         * for a refresh or a name lookup occupies none of its threads. Default: the container's managed executor, or a
         * pool of 32 daemon threads.
         *
         * @param value the executor; it is never shut down
         * @return this builder
         * @see SignedCalls#EXECUTOR
         */
        public Builder executor(Executor value) {
            executor = requireNonNull(value, "executor");
            return this;
        }

        /**
         * Sets the receiver of reports about requests that are sent again; none by default.
         *
         * @param value the receiver
         * @return this builder
         */
        public Builder telemetry(Telemetry value) {
            telemetry = GuardedTelemetry.of(requireNonNull(value, "telemetry"));
            return this;
        }

        // For tests.
        Builder addresses(ServerAddresses value) {
            addresses = value;
            return this;
        }

        /**
         * Builds the {@code SignedCalls}.
         *
         * @return a new instance
         */
        public SignedCalls build() {
            return new SignedCalls(this);
        }
    }
}
