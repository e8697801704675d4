package dev.idiolect.oauth.web;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** A path of this site that a browser may be sent to, never one that a browser takes for another site's address. */
final class ReturnPath {

    static final int LONGEST = 512;

    private ReturnPath() {}

    /** Whether a text is such a path: with one slash at its beginning, and nothing that browsers read in a way of their own. */
    static boolean is(@Nullable String path) {
        if (path == null
                || path.length() > LONGEST
                || !path.startsWith("/")
                || path.startsWith("//")
                || !path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')) {
            return false;
        }
        try {
            URI uri = new URI(path);
            return !uri.isAbsolute() && uri.getRawAuthority() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
