package dev.idiolect.oauth.permission;

import java.util.regex.Pattern;

/**
 * The syntax of an audience: the DID of a service, {@code #} and the identifier of the service in the DID document.
 *
 * @see <a href="https://atproto.com/specs/did">AT Protocol: DID</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.5">RFC 3986 section 3.5</a>
 */
final class ServiceDid {

    /** Stands for all services. */
    static final String WILDCARD = "*";

    /** For messages. */
    static final String USE = "a did:plc or did:web with a service, such as did:web:api.bsky.app%23bsky_appview";

    private static final int MAX_LENGTH = 2_048;
    // A did:web of the AT Protocol has no path, and a port only with localhost.
    private static final Pattern DID = Pattern.compile("did:plc:[a-z2-7]{24}"
            + "|did:web:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
            + "|did:web:localhost%3A[1-9][0-9]{0,4}");
    private static final String FRAGMENT = "-._~!$&'()*+,;=:@/?";

    private ServiceDid() {}

    static boolean isValid(String text) {
        int hash = text.indexOf('#');
        return hash > 0
                && hash < text.length() - 1
                && text.length() <= MAX_LENGTH
                && DID.matcher(text.substring(0, hash)).matches()
                && isFragment(text, hash + 1);
    }

    static boolean isValidOrWildcard(String text) {
        return text.equals(WILDCARD) || isValid(text);
    }

    private static boolean isFragment(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!isLetterOrDigit(c) && FRAGMENT.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isHex(char c) {
        return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9');
    }
}
