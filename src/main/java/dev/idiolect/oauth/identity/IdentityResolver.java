package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import dev.idiolect.oauth.telemetry.internal.Measurement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a handle or DID to an account. Verification is bidirectional: the handle must resolve to the DID, and the
 * DID document must list the handle first.
 *
 * <p>A handle is resolved at its own domain, by DNS and by HTTPS in parallel (DNS wins), or by a service, if
 * {@linkplain Builder#handleResolver configured}. Requests go only to public addresses over {@code https}, with limits
 * on time and size. Redirects are followed only from a handle's own domain, at most three times. A server that limits
 * the rate (429) gets no request until the limit ends, for at most one hour. Results are cached for five minutes.
 *
 * <p>Thread-safe. Needs no closing.
 *
 * @see <a href="https://atproto.com/specs/handle">AT Protocol: Handle</a>
 * @see <a href="https://atproto.com/specs/did">AT Protocol: DID</a>
 * @see <a href="https://atproto.com/specs/oauth#identity-authentication">AT Protocol OAuth: identity</a>
 */
public final class IdentityResolver {

    /** The origin of the public PLC directory. */
    public static final String PLC_DIRECTORY = "https://plc.directory";

    private static final Logger LOG = System.getLogger(IdentityResolver.class.getName());

    private final DomainHandleResolver domains;
    private final HandleVerifier handles;
    private final DidDocuments documents;
    private final IdentityCache cache;
    private final NetworkPolicy policy;
    private final Telemetry telemetry;

    private IdentityResolver(Builder builder) {
        this(
                new SsrfSafeHttpClient(builder.timeout, builder.policy, builder.clock, builder.telemetry),
                new JndiTxtLookup(),
                builder.handleResolver,
                builder.plcUrl,
                builder.policy,
                builder.clock,
                builder.telemetry);
    }

    IdentityResolver(
            SsrfSafeHttpClient http,
            TxtLookup dns,
            @Nullable String handleResolverUrl,
            String plcUrl,
            NetworkPolicy policy,
            Clock clock) {
        this(http, dns, handleResolverUrl, plcUrl, policy, clock, Telemetry.none());
    }

    private IdentityResolver(
            SsrfSafeHttpClient http,
            TxtLookup dns,
            @Nullable String handleResolverUrl,
            String plcUrl,
            NetworkPolicy policy,
            Clock clock,
            Telemetry telemetry) {
        this.telemetry = telemetry;
        IdentityHttp requests = new IdentityHttp(http, clock);
        String plc = origin("PLC directory", plcUrl, policy);
        this.documents = new DidDocuments(requests, plc, policy);
        this.domains = DomainHandleResolver.of(http, requests, dns, plc, policy);
        this.handles = new HandleVerifier(
                handleResolverUrl == null
                        ? domains
                        : new XrpcHandleResolver(
                                requests, origin("handle resolver", handleResolverUrl, policy), policy),
                documents,
                policy);
        this.cache = new IdentityCache(clock);
        this.policy = policy;
    }

    /**
     * Returns a builder of a resolver for the public network.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Resolves an account without using the cache, as logins must. The result replaces the cached one.
     *
     * @param handleOrDid a handle or DID as a user enters it, or the address of a profile page such as
     *     {@code https://bsky.app/profile/alice.example.com}. A leading {@code @} or {@code at://}, a trailing dot,
     *     surrounding space, invisible characters and upper case are ignored; an internationalized name is converted to
     *     its {@code xn--} form
     * @return the account; if a DID was given, the handle is null unless it could be verified
     * @throws IdentityException if the input is not a handle or supported DID, if it cannot be resolved, if the handle
     *     and the DID document disagree, or if the document has no usable PDS
     */
    public Identity resolve(String handleOrDid) {
        return measured(() -> {
            String name = Handle.normalize(handleOrDid);
            return name.startsWith("did:") ? byDid(name) : byHandle(Handle.of(handleOrDid, policy));
        });
    }

    private <T> T measured(Supplier<T> lookup) {
        return Measurement.run(
                telemetry,
                Operation.IDENTITY_RESOLUTION,
                null,
                failure -> Measurement.failure(failure instanceof IdentityException e && e.isTransient()),
                lookup);
    }

    /**
     * Returns an account from the cache, if it was resolved within the last five minutes, and resolves it otherwise.
     *
     * @param handleOrDid as for {@link #resolve}
     * @return the account
     * @throws IdentityException as for {@link #resolve}
     */
    public Identity resolveCached(String handleOrDid) {
        String name = Handle.normalize(handleOrDid);
        Identity cached = cache.get(
                name.startsWith("did:") ? name : Handle.of(handleOrDid, policy).value());
        return cached == null ? resolve(handleOrDid) : cached;
    }

    /**
     * Fetches an account's DID document and returns its PDS. The handle is not verified.
     *
     * @param did the account
     * @return the origin of the PDS, such as {@code https://pds.example.com}
     * @throws IdentityException if the DID is not supported, or its document is missing, unreachable or invalid
     */
    public String pdsUrl(String did) {
        return measured(() -> documents.fetch(did).pdsUrl());
    }

    /**
     * Returns the PDS in a DID document that another server has sent. Sends no request.
     *
     * @param did the account
     * @param document the members of the document
     * @return the origin of the PDS
     * @throws IdentityException if the document is for another DID, or has no usable PDS
     */
    public String pdsUrl(String did, Map<String, Object> document) {
        return DidDocument.of(did, document, policy).pdsUrl();
    }

    /**
     * Fetches an account's DID document and returns its handle, verified in both directions.
     *
     * @param did the account
     * @return the handle in lower case; empty if the document lists none, or if its domain does not confirm it
     * @throws IdentityException if the DID is not supported, if its document is missing, unreachable or invalid, or if
     *     the handle cannot be verified at the moment
     */
    public Optional<String> handle(String did) {
        return measured(() -> handles.handleIn(documents.fetch(did)));
    }

    /**
     * Looks a handle up at its own domain by DNS and by HTTPS, and returns both results, for diagnosis. Ignores the cache and
     * {@link Builder#handleResolver}, and does not verify the results. To resolve a handle, use {@link #resolve}.
     *
     * @param handle a handle as a user enters it
     * @return the results; a lookup that failed is not an exception
     * @throws IdentityException if the input is not a handle, or is under a reserved top-level domain
     */
    public HandleReport report(String handle) {
        return domains.report(Handle.of(handle, policy));
    }

    /**
     * Returns whether accounts on this machine can be resolved.
     *
     * @return the value of {@link Builder#development}
     */
    public boolean isDevelopment() {
        return policy.allowsLoopbackHttp();
    }

    private Identity byHandle(Handle handle) {
        DidDocument document = handles.documentOf(handle);
        Identity identity = new Identity(document.did(), handle.value(), document.pdsUrl());
        cache.put(identity);
        return identity;
    }

    private Identity byDid(String did) {
        DidDocument document = documents.fetch(did);
        boolean certain = true;
        String handle = null;
        try {
            handle = handles.handleIn(document).orElse(null);
        } catch (IdentityException e) {
            LOG.log(Level.DEBUG, "The handle of {0} could not be verified: {1}", did, e.getMessage());
            certain = false;
        }
        Identity identity = new Identity(did, handle, document.pdsUrl());
        if (certain) {
            cache.put(identity);
        }
        return identity;
    }

    private static String origin(String what, String url, NetworkPolicy policy) {
        return policy.originOf(url)
                .orElseThrow(() -> new IllegalArgumentException("Invalid URL of the " + what + " "
                        + SafeText.quoted(url)
                        + ": use the origin of an https URL with a public host name (in development"
                        + " also http to localhost, 127.0.0.1 or [::1])"));
    }

    /** Builds an {@link IdentityResolver}. Not thread-safe. */
    public static final class Builder {

        private @Nullable String handleResolver;
        private String plcUrl = PLC_DIRECTORY;
        private Duration timeout = SsrfSafeHttpClient.DEFAULT_TIMEOUT;
        private NetworkPolicy policy = NetworkPolicy.PUBLIC;
        private Clock clock = Clock.systemUTC();
        private Telemetry telemetry = Telemetry.none();

        private Builder() {}

        /**
         * Sets a service, such as a PDS, that resolves all handles (by {@code com.atproto.identity.resolveHandle}).
         *
         * @param url the {@code https} origin of the service, or null to resolve each handle at its own domain (the
         *     default)
         * @return this builder
         */
        public Builder handleResolver(@Nullable String url) {
            handleResolver = url;
            return this;
        }

        /**
         * Sets the PLC directory.
         *
         * @param url the {@code https} origin; {@value IdentityResolver#PLC_DIRECTORY} by default
         * @return this builder
         */
        public Builder plcUrl(String url) {
            plcUrl = Objects.requireNonNull(url, "url");
            return this;
        }

        /**
         * Sets the timeout of each request: one limit for connecting, and the same again for the response.
         *
         * @param limit must be positive; 10 seconds by default
         * @return this builder
         */
        public Builder timeout(Duration limit) {
            timeout = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Sets whether {@code http} to {@code localhost}, {@code 127.0.0.1} and {@code [::1]}, handles under
         * {@code .test} and {@code did:web:localhost} are allowed. Never enable it in production.
         *
         * @param enabled false by default
         * @return this builder
         */
        public Builder development(boolean enabled) {
            policy = NetworkPolicy.of(enabled);
            return this;
        }

        /**
         * Sets the clock of the cache.
         *
         * @param newClock the system's clock by default
         * @return this builder
         */
        public Builder clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * Sets the receiver of reports about lookups and their HTTP requests; none by default.
         *
         * @param newTelemetry the receiver
         * @return this builder
         */
        public Builder telemetry(Telemetry newTelemetry) {
            telemetry = GuardedTelemetry.of(Objects.requireNonNull(newTelemetry, "telemetry"));
            return this;
        }

        /**
         * Builds the resolver. Sends no request.
         *
         * @return the resolver
         * @throws IllegalArgumentException if a URL is not an allowed origin or the timeout is not positive
         */
        public IdentityResolver build() {
            return new IdentityResolver(this);
        }
    }
}
