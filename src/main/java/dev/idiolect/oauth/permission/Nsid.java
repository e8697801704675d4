package dev.idiolect.oauth.permission;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The syntax of namespaced identifiers.
 *
 * @see <a href="https://atproto.com/specs/nsid">AT Protocol: NSID</a>
 */
final class Nsid {

    /** Stands for all NSIDs. */
    static final String WILDCARD = "*";

    /** At most 64 characters follow, so an NSID has at most 317. */
    private static final int MAX_AUTHORITY = 253;

    private static final Pattern SYNTAX = Pattern.compile("[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
            + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
            + "\\.[a-zA-Z][a-zA-Z0-9]{0,62}");

    private Nsid() {}

    static boolean isValid(String text) {
        return text.lastIndexOf('.') <= MAX_AUTHORITY && SYNTAX.matcher(text).matches();
    }

    static boolean isValidOrWildcard(String text) {
        return text.equals(WILDCARD) || isValid(text);
    }

    /** Returns the NSIDs in alphabetical order; only the wildcard if it is among them. */
    static Set<String> simplified(Collection<String> nsids) {
        return nsids.contains(WILDCARD) ? Set.of(WILDCARD) : new TreeSet<>(nsids);
    }

    /** Returns whether an NSID or the wildcard is among these, or all are. */
    static boolean covers(Set<String> nsids, String nsid) {
        return nsids.contains(WILDCARD) || nsids.contains(nsid);
    }

    /** Returns whether an NSID is in the group of another one, or below it. */
    static boolean isInGroupOf(String nsid, String other) {
        String group = nsid.substring(0, nsid.lastIndexOf('.') + 1);
        return other.length() > group.length() && other.startsWith(group);
    }
}
