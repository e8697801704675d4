package dev.idiolect.oauth.permission;

import dev.idiolect.oauth.permission.InvalidPermissionException.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Permission to call methods of other services: {@code rpc:app.bsky.feed.getTimeline?aud=*}. It applies to calls that
 * the account's server forwards, and to tokens for other services.
 *
 * @see <a href="https://atproto.com/specs/permission#rpc">AT Protocol: rpc permission</a>
 */
public final class RpcPermission extends ScopeText implements Permission {

    static final String RESOURCE = "rpc";
    static final String POSITIONAL = "lxm";
    static final String AUDIENCE_NAME = "aud";

    private static final Rule METHOD =
            new Rule(POSITIONAL, Nsid::isValidOrWildcard, "a whole NSID, such as app.bsky.feed.getTimeline, or *");
    private static final Rule AUDIENCE =
            new Rule(AUDIENCE_NAME, ServiceDid::isValidOrWildcard, ServiceDid.USE + ", or *");

    private final Set<String> methods;
    private final String audience;

    private RpcPermission(Set<String> methods, String audience) {
        super(text(methods, audience));
        this.methods = Collections.unmodifiableSet(methods);
        this.audience = audience;
    }

    static RpcPermission read(ScopeValue value) {
        value.allowOnly(METHOD, AUDIENCE);
        Set<String> methods = Nsid.simplified(value.required(METHOD));
        String audience = value.requiredSingle(AUDIENCE);
        if (methods.contains(Nsid.WILDCARD) && audience.equals(ServiceDid.WILDCARD)) {
            throw value.fault(Kind.BOTH_WILDCARDS, "lxm and aud are both *", "Name the methods, or the service");
        }
        return new RpcPermission(methods, audience);
    }

    /** Returns the text that a builder parses. It may be invalid. */
    static String text(Collection<String> methods, String audience) {
        return new CanonicalScope(RESOURCE)
                .positional(POSITIONAL, methods)
                .named(AUDIENCE_NAME, List.of(audience))
                .text();
    }

    /**
     * Returns the methods ({@code lxm}).
     *
     * @return NSIDs in alphabetical order, or only {@code *} for all methods
     */
    public Set<String> methods() {
        return methods;
    }

    /**
     * Returns the service ({@code aud}).
     *
     * @return a DID with the identifier of a service, such as {@code did:web:api.bsky.app#bsky_appview}; or {@code *}
     *     for all services
     */
    public String audience() {
        return audience;
    }

    /**
     * Returns whether this allows a call.
     *
     * @param method the NSID of the method, or {@code *} to ask for all methods
     * @param service the DID of the service with {@code #} and the identifier of the service, or {@code *} to ask for
     *     all services
     * @return whether it is allowed
     */
    public boolean allows(String method, String service) {
        return Nsid.covers(methods, method) && (audience.equals(ServiceDid.WILDCARD) || audience.equals(service));
    }
}
