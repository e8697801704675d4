package dev.idiolect.oauth.permission;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a permission set: {@code include:app.example.authFull?aud=did:web:api.example.com%23svc_chat}. It
 * allows nothing by itself: see {@link #expand}. The official server grants the permissions of the set instead of the
 * reference.
 *
 * @see <a href="https://atproto.com/specs/permission#permission-sets">AT Protocol: permission sets</a>
 */
public final class IncludePermission extends ScopeText implements Permission {

    static final String RESOURCE = "include";
    static final String POSITIONAL = "nsid";

    private static final Rule SET = new Rule(POSITIONAL, Nsid::isValid, "a whole NSID, such as app.bsky.authFullApp");
    private static final Rule AUDIENCE = new Rule(RpcPermission.AUDIENCE_NAME, ServiceDid::isValid, ServiceDid.USE);

    private final String nsid;
    private final @Nullable String audience;

    private IncludePermission(String nsid, @Nullable String audience) {
        super(text(nsid, audience));
        this.nsid = nsid;
        this.audience = audience;
    }

    static IncludePermission read(ScopeValue value) {
        value.allowOnly(SET, AUDIENCE);
        return new IncludePermission(value.requiredSingle(SET), value.single(AUDIENCE));
    }

    /** Returns the text that a builder parses. It may be invalid. */
    static String text(String nsid, @Nullable String audience) {
        return new CanonicalScope(RESOURCE)
                .positional(POSITIONAL, List.of(nsid))
                .named(RpcPermission.AUDIENCE_NAME, audience == null ? List.of() : List.of(audience))
                .text();
    }

    /**
     * Returns the permission set.
     *
     * @return its NSID
     */
    public String nsid() {
        return nsid;
    }

    /**
     * Returns the service ({@code aud}) for the {@code rpc} permissions of the set that inherit it.
     *
     * @return a DID with the identifier of a service, or empty
     */
    public Optional<String> audience() {
        return Optional.ofNullable(audience);
    }

    /**
     * Returns the permissions of the set that are valid here. As the specification requires, others are left out:
     * permissions outside of the namespace of the set, of other resources than {@code repo} and {@code rpc}, with
     * unknown members, with wildcards except {@code "aud": "*"}, or with an inherited audience that is missing.
     *
     * <p>The caller must have resolved and authenticated the set.
     *
     * @param set the permission set with the NSID of this reference
     * @return {@code repo} and {@code rpc} permissions in the order of the set
     * @throws IllegalArgumentException if it is another set
     * @see <a href="https://atproto.com/specs/permission#namespace-authority">AT Protocol: namespace authority</a>
     */
    public List<Permission> expand(PermissionSet set) {
        if (!set.nsid().equals(nsid)) {
            throw new IllegalArgumentException(
                    "Cannot expand " + scope() + " with the permission set " + set.nsid() + ": use the set " + nsid);
        }
        return set.permissions().stream()
                .flatMap(json -> SetPermission.read(json, audience).stream())
                .filter(this::isInNamespace)
                .toList();
    }

    private boolean isInNamespace(Permission permission) {
        Set<String> nsids = permission instanceof RepoPermission repo
                ? repo.collections()
                : permission instanceof RpcPermission rpc ? rpc.methods() : Set.of(Nsid.WILDCARD);
        return nsids.stream().allMatch(other -> Nsid.isInGroupOf(nsid, other));
    }
}
