package dev.idiolect.oauth.permission;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Permission to write records of the account: {@code repo:app.bsky.feed.post?action=create}.
 *
 * @see <a href="https://atproto.com/specs/permission#repo">AT Protocol: repo permission</a>
 */
public final class RepoPermission extends ScopeText implements Permission {

    static final String RESOURCE = "repo";
    static final String POSITIONAL = "collection";

    private static final String ACTION_NAME = "action";
    private static final Words<RepoAction> ACTIONS = new Words<>(RepoAction.class);
    private static final Rule COLLECTION =
            new Rule(POSITIONAL, Nsid::isValidOrWildcard, "a whole NSID, such as app.bsky.feed.post, or *");
    private static final Rule ACTION = ACTIONS.rule(ACTION_NAME);

    private final Set<String> collections;
    private final Set<RepoAction> actions;

    private RepoPermission(Set<String> collections, Set<RepoAction> actions) {
        super(text(collections, actions));
        this.collections = Collections.unmodifiableSet(collections);
        this.actions = Collections.unmodifiableSet(actions);
    }

    static RepoPermission read(ScopeValue value) {
        value.allowOnly(COLLECTION, ACTION);
        Set<String> collections = Nsid.simplified(value.required(COLLECTION));
        Set<RepoAction> actions = ACTIONS.constants(value.all(ACTION));
        return new RepoPermission(collections, actions.isEmpty() ? EnumSet.allOf(RepoAction.class) : actions);
    }

    /** Returns the text that a builder parses. It may be invalid. */
    static String text(Collection<String> collections, Collection<RepoAction> actions) {
        boolean all = actions.containsAll(EnumSet.allOf(RepoAction.class));
        return new CanonicalScope(RESOURCE)
                .positional(POSITIONAL, collections)
                .named(
                        ACTION_NAME,
                        all ? List.of() : actions.stream().map(Words::word).toList())
                .text();
    }

    /**
     * Returns the collections.
     *
     * @return NSIDs in alphabetical order, or only {@code *} for all collections
     */
    public Set<String> collections() {
        return collections;
    }

    /**
     * Returns the allowed actions.
     *
     * @return at least one action
     */
    public Set<RepoAction> actions() {
        return actions;
    }

    /**
     * Returns whether this allows to write a record.
     *
     * @param action what to do with the record
     * @param collection the NSID of the collection, or {@code *} to ask for all collections
     * @return whether it is allowed
     */
    public boolean allows(RepoAction action, String collection) {
        return actions.contains(action) && Nsid.covers(collections, collection);
    }
}
