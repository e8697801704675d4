package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a handle or DID is and where the account lives, and believes no side alone: a handle counts only if it leads
 * to the DID and the DID's document names it as its first.
 *
 * <p>Handles are resolved by DNS and by HTTPS at their own domain, side by side, the DNS answer first; or by a service, where
 * one is given. Requests go to public addresses over https only, follow no redirect, and are limited in time and size. What
 * is found is kept for five minutes. Safe for use by many threads; holds nothing that has to be closed.
 *
 * @see <a href="https://atproto.com/specs/handle">AT Protocol: Handle</a>
 * @see <a href="https://atproto.com/specs/did">AT Protocol: DID</a>
 * @see <a href="https://atproto.com/specs/oauth#identity-authentication">AT Protocol: OAuth, identity</a>
 */
public final class IdentityResolver {

    /** The public PLC directory. */
    public static final String PLC_DIRECTORY = "https://plc.directory";

    // Where nothing answers DNS, handles that are known by HTTPS alone should not wait for long.
    private static final Duration LONGEST_DNS = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(IdentityResolver.class.getName());

    private final HandleResolver handles;
    private final DidDocuments documents;
    private final IdentityCache cache;
    private final NetworkPolicy policy;

    /** Creates a resolver for the public network: each handle's own domain, and the public PLC directory. */
    public IdentityResolver() {
        this(null, PLC_DIRECTORY, SsrfSafeHttpClient.DEFAULT_TIMEOUT, false, Clock.systemUTC());
    }

    /**
     * Creates a resolver.
     *
     * @param handleResolverUrl the https origin of a service, such as a PDS, that alone is asked for handles (by
     *     {@code com.atproto.identity.resolveHandle}); null to ask each handle's own domain
     * @param plcUrl the https origin of the PLC directory, usually {@link #PLC_DIRECTORY}
     * @param timeout the limit for connecting and again for the answer, for each request, greater than zero
     * @param development whether http to {@code localhost}, {@code 127.0.0.1} and {@code [::1]} is allowed, and handles under
     *     {@code .test} and {@code did:web:localhost} are; never for production
     * @param clock the local time, for what is kept
     * @throws IllegalArgumentException if an address is no such origin, or the timeout is not greater than zero
     */
    public IdentityResolver(
            @Nullable String handleResolverUrl, String plcUrl, Duration timeout, boolean development, Clock clock) {
        this(
                new SsrfSafeHttpClient(timeout, NetworkPolicy.of(development)),
                new JndiTxtLookup(),
                handleResolverUrl,
                plcUrl,
                NetworkPolicy.of(development),
                clock);
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
                        http.timeout().compareTo(LONGEST_DNS) < 0 ? http.timeout() : LONGEST_DNS,
                        http.timeout().multipliedBy(2).plusSeconds(1))
                : new XrpcHandleResolver(http, origin("handle resolver", handleResolverUrl, policy), policy);
        this.documents = new DidDocuments(http, origin("PLC directory", plcUrl, policy), policy);
        this.cache = new IdentityCache(clock);
        this.policy = policy;
    }

    /**
     * Returns who an account is, as found out at most five minutes ago.
     *
     * @param handleOrDid a handle or a DID as a person may type or paste it: {@code @}, {@code at://}, space, upper case in a
     *     handle and invisible characters don't matter
     * @return the identity; its handle is null if a DID was given whose document names no handle that leads back to it
     * @throws IdentityException if the input is no handle and no supported DID, if it leads nowhere, if a handle and the
     *     document that it leads to disagree, if there is no PDS, or if a server can't be reached
     */
    public Identity resolve(String handleOrDid) {
        return resolve(handleOrDid, true);
    }

    /**
     * Returns who an account is, asked anew, as a login needs it.
     *
     * @param handleOrDid as for {@link #resolve(String)}
     * @return the identity
     * @throws IdentityException as {@link #resolve(String)} does
     */
    public Identity resolveFresh(String handleOrDid) {
        return resolve(handleOrDid, false);
    }

    private Identity resolve(String handleOrDid, boolean kept) {
        String name = Handle.stripped(handleOrDid);
        boolean isDid = name.startsWith("did:");
        Handle handle = isDid ? null : Handle.of(name, policy);
        Identity known = kept ? cache.get(handle == null ? name : handle.value()) : null;
        if (known != null) {
            return known;
        }
        return handle == null ? byDid(name) : byHandle(handle);
    }

    private Identity byHandle(Handle handle) {
        DidDocument document = documents.of(handles.didOf(handle));
        Handle named = document.handle();
        // Not by equals, as in NamedAccount: JDK 17 holds the class of the record that was compared last.
        if (named == null || !handle.value().equals(named.value())) {
            String claimed = named == null ? "no handle" : "the handle " + named;
            throw IdentityException.permanent(
                    handle.value(),
                    "The handle " + handle + " leads to " + document.did() + ", but that account's document names "
                            + claimed + ". Use that, or the DID");
        }
        Identity found = new Identity(document.did(), handle.value(), document.pdsUrl());
        cache.put(found);
        return found;
    }

    private Identity byDid(String did) {
        DidDocument document = documents.of(did);
        Handle claimed = document.handle();
        boolean certain = true;
        String handle = null;
        if (claimed != null && !policy.isReserved(claimed.value())) {
            try {
                handle = handles.didOf(claimed).equals(did) ? claimed.value() : null;
            } catch (IdentityException e) {
                LOG.log(Level.DEBUG, "The handle that {0} claims is not confirmed: {1}", did, e.getMessage());
                certain = !e.isTransient();
            }
        }
        Identity found = new Identity(did, handle, document.pdsUrl());
        if (certain) {
            cache.put(found);
        }
        return found;
    }

    private static String origin(String what, String url, NetworkPolicy policy) {
        return policy.originOf(url)
                .orElseThrow(() -> new IllegalArgumentException("The address of the " + what
                        + " must be the origin of an https URL with a public host name (in development"
                        + " also http to localhost, 127.0.0.1 or [::1]), was " + SafeText.quoted(url)));
    }
}
