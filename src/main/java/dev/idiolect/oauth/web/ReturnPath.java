package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Validates the path for the redirect after a login or logout. Rejects texts that a browser could interpret as a URL of
 * another site.
 */
final class ReturnPath {

    private ReturnPath() {}

    /** Returns the path of a form, not validated; the resource's default if the form has none. */
    static String orDefault(@Nullable String returnTo, LoginResource resource) {
        return returnTo == null || returnTo.isEmpty() ? resource.defaultReturnTo() : returnTo;
    }

    /**
     * Returns whether a text is a path with one leading slash, without characters that browsers interpret differently.
     */
    static boolean isValid(@Nullable String path) {
        if (path == null
                || !MaxLength.RETURN_TO.allows(path)
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
