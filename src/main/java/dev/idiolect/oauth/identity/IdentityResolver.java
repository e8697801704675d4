package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a handle or DID to an account. Verification is bidirectional: the handle must resolve to the DID, and the DID
 * document must list the handle first.
 *
 * <p>A handle is resolved at its own domain, by DNS and by HTTPS in parallel (DNS wins), or by a service, if
 * {@linkplain Builder#handleResolver configured}. Requests go only to public addresses over {@code https}. They do not
 * follow redirects, and have limits of time and size. Results are cached for five minutes.
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

    // If DNS is down, handles that are published by HTTPS should still resolve quickly.
    private static final Duration MAX_DNS_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(IdentityResolver.class.getName());

    private final HandleResolver handles;
    private final DidDocuments documents;
    private final IdentityCache cache;
    private final NetworkPolicy policy;

    private IdentityResolver(Builder builder) {
        this(
                new SsrfSafeHttpClient(builder.timeout, builder.policy, builder.clock),
                new JndiTxtLookup(),
                builder.handleResolver,
                builder.plcUrl,
                builder.policy,
                builder.clock);
    }

    IdentityResolver(
            SsrfSafeHttpClient http,
            TxtLookup dns,
            @Nullable String handleResolverUrl,
            String plcUrl,
            NetworkPolicy policy,
            Clock clock) {
        this.handles = handleResolverUrl == null
                ? new DomainHandleResolver(
                        new DnsTxtHandleResolver(dns, policy),
                        new WellKnownHandleResolver(http, policy),
                        http.executor(),
                        http.timeout().compareTo(MAX_DNS_TIMEOUT) < 0 ? http.timeout() : MAX_DNS_TIMEOUT,
                        http.timeout().multipliedBy(2).plusSeconds(1))
                : new XrpcHandleResolver(http, origin("handle resolver", handleResolverUrl, policy), policy);
        this.documents = new DidDocuments(http, origin("PLC directory", plcUrl, policy), policy);
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
     * @throws IdentityException if the input is not a handle or supported DID, if it cannot be resolved, if the handle and the
     *     DID document disagree, or if the document has no usable PDS
     */
    public Identity resolve(String handleOrDid) {
        String name = Handle.normalize(handleOrDid);
        return name.startsWith("did:") ? byDid(name) : byHandle(Handle.of(handleOrDid, policy));
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

    private Identity byHandle(Handle handle) {
        DidDocument document = documents.fetch(handles.resolve(handle));
        Handle listed = document.handle();
        // Compared as strings: on JDK 17, comparing records pins the application's class loader (JDK-8078641).
        if (listed == null || !handle.value().equals(listed.value())) {
            throw IdentityException.permanent(
                    handle.value(),
                    "The handle " + handle + " resolves to " + document.did() + ", but that DID's document lists "
                            + (listed == null ? "no handle. Use the DID" : listed + ". Use that handle or the DID"));
        }
        Identity identity = new Identity(document.did(), handle.value(), document.pdsUrl());
        cache.put(identity);
        return identity;
    }

    private Identity byDid(String did) {
        DidDocument document = documents.fetch(did);
        Handle listed = document.handle();
        boolean certain = true;
        String handle = null;
        if (listed != null && !policy.isReserved(listed.value())) {
            try {
                handle = handles.resolve(listed).equals(did) ? listed.value() : null;
            } catch (IdentityException e) {
                LOG.log(Level.DEBUG, "The handle of {0} could not be verified: {1}", did, e.getMessage());
                certain = !e.isTransient();
            }
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

        private Builder() {}

        /**
         * Sets a service, such as a PDS, that resolves all handles (by {@code com.atproto.identity.resolveHandle}).
         *
         * @param url the {@code https} origin of the service, or null to resolve each handle at its own domain (the default)
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
         * Sets whether {@code http} to {@code localhost}, {@code 127.0.0.1} and {@code [::1]}, handles under {@code .test} and
         * {@code did:web:localhost} are allowed. Never enable it in production.
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
