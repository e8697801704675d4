package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.internal.http.SafeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a record's {@code at://} URI.
 *
 * @param repo the account, a DID or a handle
 * @param collection the collection, an NSID
 * @param rkey the record key
 * @see <a href="https://atproto.com/specs/at-uri-scheme">AT Protocol: at:// URI scheme</a>
 */
public record AtUri(String repo, String collection, String rkey) {

    private static final Pattern FORM =
            Pattern.compile("at://([A-Za-z0-9.:%_-]+)/([A-Za-z0-9.-]+)/((?!\\.{1,2}$)[A-Za-z0-9.~:_-]{1,512})");

    /**
     * Parses a URI.
     *
     * @param uri the URI of a record
     * @return its parts
     * @throws IllegalArgumentException if it does not have the form {@code at://repo/collection/rkey}
     */
    public static AtUri parse(String uri) {
        Matcher parts = FORM.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "Invalid AT URI " + SafeText.quoted(uri) + ": use at://repo/collection/rkey");
        }
        return new AtUri(parts.group(1), parts.group(2), parts.group(3));
    }

    /**
     * Returns the URI.
     *
     * @return {@code at://repo/collection/rkey}
     */
    @Override
    public String toString() {
        return "at://" + repo + "/" + collection + "/" + rkey;
    }
}
