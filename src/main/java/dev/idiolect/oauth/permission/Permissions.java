package dev.idiolect.oauth.permission;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of a scope string, in its order and without duplicates. Immutable and thread-safe.
 *
 * <p>The {@code allows} methods decide as the official server does. They are a preview: only the account's server
 * enforces permissions: it responds with 403 to a call without permission.
 *
 * @see <a href="https://atproto.com/specs/permission">AT Protocol: permissions</a>
 */
public final class Permissions implements Iterable<Permission> {

    private static final String CHAT = "chat.bsky.";

    private final Set<Permission> values;

    private Permissions(Collection<? extends Permission> values) {
        this.values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    /**
     * Parses a scope string, such as one to request.
     *
     * @param scope scope values, separated by single spaces
     * @return the permissions; some may be an {@link UnknownScope}: see {@link Permission#parse}
     * @throws InvalidPermissionException if a value violates a rule; it has the position in the scope string
     */
    public static Permissions parse(String scope) {
        Set<Permission> values = new LinkedHashSet<>();
        for (int start = 0; start <= scope.length(); ) {
            int space = scope.indexOf(' ', start);
            int end = space < 0 ? scope.length() : space;
            values.add(PermissionParser.parse(scope.substring(start, end), start));
            start = end + 1;
        }
        return new Permissions(values);
    }

    /**
     * Reads a scope string that a server granted. Keeps each value: an invalid one is an {@link UnknownScope}.
     *
     * @param scope scope values, separated by spaces
     * @return the permissions; empty if there is no value
     */
    public static Permissions ofGrant(String scope) {
        return new Permissions(Arrays.stream(scope.split(" "))
                .filter(value -> !value.isEmpty())
                .map(PermissionParser::parseOrKeep)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /**
     * Returns a builder that contains only {@code atproto}, which each session needs.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder(List.of(PlainScope.ATPROTO));
    }

    /**
     * Returns a builder with these permissions.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /**
     * Returns the scope string in its canonical form.
     *
     * @return the values of {@link Permission#scope}, separated by single spaces; empty if there are none
     */
    public String scope() {
        return values.stream().map(Permission::scope).collect(Collectors.joining(" "));
    }

    /**
     * Returns the permissions.
     *
     * @return an immutable set in the order of the scope string
     */
    public Set<Permission> asSet() {
        return values;
    }

    /**
     * Returns an iterator in the order of the scope string.
     *
     * @return the iterator; it cannot remove
     */
    @Override
    public Iterator<Permission> iterator() {
        return values.iterator();
    }

    /**
     * Returns whether a permission is among these. A permission that contains it does not count: see the
     * {@code allows} methods.
     *
     * @param permission the permission
     * @return whether an equal one is among these
     */
    public boolean contains(Permission permission) {
        return values.contains(permission);
    }

    /**
     * Returns the values that this version does not know.
     *
     * @return the values in the order of the scope string
     */
    public List<UnknownScope> unknown() {
        return all(UnknownScope.class).toList();
    }

    /**
     * Returns whether these allow to write a record. {@code transition:generic} allows all records.
     *
     * @param action what to do with the record
     * @param collection the NSID of the collection, or {@code *} to ask for all collections
     * @return whether it is allowed
     */
    public boolean allowsRepo(RepoAction action, String collection) {
        return contains(PlainScope.TRANSITION_GENERIC)
                || any(RepoPermission.class, repo -> repo.allows(action, collection));
    }

    /**
     * Returns whether these allow to upload a blob. {@code transition:generic} allows all blobs.
     *
     * @param mimeType the MIME type of the blob; parameters such as {@code charset} are ignored
     * @return whether it is allowed
     */
    public boolean allowsBlob(String mimeType) {
        return contains(PlainScope.TRANSITION_GENERIC) || any(BlobPermission.class, blob -> blob.allows(mimeType));
    }

    /**
     * Returns whether these allow to call a method of another service, through the account's server or with a token
     * for the service. {@code transition:generic} allows all methods except those of {@code chat.bsky}, and
     * {@code transition:chat.bsky} allows these.
     *
     * @param method the NSID of the method ({@code lxm}), or {@code *} to ask for all methods
     * @param service the service ({@code aud}): its DID with {@code #} and the identifier of the service, such as
     *     {@code did:web:api.bsky.app#bsky_appview}; or {@code *} to ask for all services
     * @return whether it is allowed
     */
    public boolean allowsRpc(String method, String service) {
        return contains(method.startsWith(CHAT) ? PlainScope.TRANSITION_CHAT_BSKY : PlainScope.TRANSITION_GENERIC)
                || any(RpcPermission.class, rpc -> rpc.allows(method, service));
    }

    /**
     * Returns whether these allow to read or manage an attribute of the account. {@code transition:email} allows to
     * read the email address.
     *
     * @param attribute the attribute
     * @param action what to do with it
     * @return whether it is allowed
     */
    public boolean allowsAccount(AccountAttribute attribute, AccountAction action) {
        return (attribute == AccountAttribute.EMAIL
                        && action == AccountAction.READ
                        && contains(PlainScope.TRANSITION_EMAIL))
                || any(AccountPermission.class, account -> account.allows(attribute, action));
    }

    /**
     * Returns whether these allow to change an attribute of the identity.
     *
     * @param attribute the attribute
     * @return whether it is allowed
     */
    public boolean allowsIdentity(IdentityAttribute attribute) {
        return any(IdentityPermission.class, identity -> identity.allows(attribute));
    }

    /**
     * Returns these permissions with the permissions of sets instead of the references to them. A reference to another
     * set stays.
     *
     * @param sets resolved and authenticated permission sets
     * @return the permissions
     * @see IncludePermission#expand
     */
    public Permissions expand(Collection<PermissionSet> sets) {
        return new Permissions(values.stream()
                .flatMap(permission -> expand(permission, sets))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static Stream<Permission> expand(Permission permission, Collection<PermissionSet> sets) {
        if (!(permission instanceof IncludePermission include)) {
            return Stream.of(permission);
        }
        return sets.stream()
                .filter(set -> set.nsid().equals(include.nsid()))
                .findFirst()
                .map(set -> include.expand(set).stream())
                .orElseGet(() -> Stream.of(permission));
    }

    private <P extends Permission> boolean any(Class<P> type, Predicate<P> test) {
        return all(type).anyMatch(test);
    }

    private <P extends Permission> Stream<P> all(Class<P> type) {
        return values.stream().filter(type::isInstance).map(type::cast);
    }

    /**
     * Returns whether the other object has equal permissions, in any order.
     *
     * @param other the object to compare with, or null
     * @return whether they are equal
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Permissions permissions && values.equals(permissions.values);
    }

    /**
     * Returns a hash code of all permissions.
     *
     * @return the hash code
     */
    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /**
     * Returns the scope string.
     *
     * @return the same as {@link #scope}
     */
    @Override
    public String toString() {
        return scope();
    }

    /**
     * Builds permissions. Each method adds one, in the order of the calls. Not thread-safe.
     *
     * <p>Each method throws {@link InvalidPermissionException} if the permission is invalid.
     */
    public static final class Builder {

        private final Set<Permission> values;

        private Builder(Collection<? extends Permission> values) {
            this.values = new LinkedHashSet<>(values);
        }

        /**
         * Allows to write records of a collection.
         *
         * @param collection the NSID of the collection, or {@code *} for all collections
         * @param actions what to do with the records; all actions if none is given
         * @return this builder
         */
        public Builder repo(String collection, RepoAction... actions) {
            return repo(List.of(collection), actions);
        }

        /**
         * Allows to write records of collections.
         *
         * @param collections the NSIDs of the collections, at least one
         * @param actions what to do with the records; all actions if none is given
         * @return this builder
         */
        public Builder repo(Collection<String> collections, RepoAction... actions) {
            return parse(RepoPermission.text(collections, List.of(actions)));
        }

        /**
         * Allows to call a method of another service.
         *
         * @param method the NSID of the method, or {@code *} for all methods
         * @param service the DID of the service with {@code #} and the identifier of the service; or {@code *} for all
         *     services. Not both are {@code *}
         * @return this builder
         */
        public Builder rpc(String method, String service) {
            return rpc(List.of(method), service);
        }

        /**
         * Allows to call methods of another service.
         *
         * @param methods the NSIDs of the methods, at least one
         * @param service as in {@link #rpc(String, String)}
         * @return this builder
         */
        public Builder rpc(Collection<String> methods, String service) {
            return parse(RpcPermission.text(methods, service));
        }

        /**
         * Allows to upload blobs.
         *
         * @param mimeTypes MIME types and ranges such as {@code image/*}, at least one
         * @return this builder
         */
        public Builder blob(String... mimeTypes) {
            return parse(BlobPermission.text(List.of(mimeTypes)));
        }

        /**
         * Allows to read or manage an attribute of the account.
         *
         * @param attribute the attribute
         * @param action what to do with it
         * @return this builder
         */
        public Builder account(AccountAttribute attribute, AccountAction action) {
            return add(AccountPermission.of(attribute, action));
        }

        /**
         * Allows to change an attribute of the identity.
         *
         * @param attribute the attribute
         * @return this builder
         */
        public Builder identity(IdentityAttribute attribute) {
            return add(IdentityPermission.of(attribute));
        }

        /**
         * Includes a permission set.
         *
         * @param nsid the NSID of the set
         * @return this builder
         */
        public Builder include(String nsid) {
            return parse(IncludePermission.text(nsid, null));
        }

        /**
         * Includes a permission set whose {@code rpc} permissions inherit a service.
         *
         * @param nsid the NSID of the set
         * @param service the DID of the service with {@code #} and the identifier of the service
         * @return this builder
         */
        public Builder include(String nsid, String service) {
            return parse(IncludePermission.text(nsid, service));
        }

        /**
         * Adds a permission, such as {@link PlainScope#TRANSITION_GENERIC}.
         *
         * @param permission the permission
         * @return this builder
         */
        public Builder add(Permission permission) {
            values.add(permission);
            return this;
        }

        private Builder parse(String value) {
            return add(Permission.parse(value));
        }

        /**
         * Builds the permissions.
         *
         * @return the permissions
         */
        public Permissions build() {
            return new Permissions(values);
        }
    }
}
