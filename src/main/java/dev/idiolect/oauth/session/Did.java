package dev.idiolect.oauth.session;

import org.jspecify.annotations.Nullable;

/**
 * The syntax of decentralized identifiers.
 *
 * @see <a href="https://www.w3.org/TR/did-1.0/#did-syntax">DID syntax</a>
 * @see <a href="https://atproto.com/specs/did">AT Protocol: DID</a>
 */
public final class Did {

    /** Maximum length of a DID in the AT Protocol, in characters. */
    public static final int MAX_LENGTH = 2048;

    private static final String SCHEME = "did:";

    private static final int PRINTED_LENGTH = 64;

    private Did() {}

    /**
     * Returns whether a string has the form {@code did:method:id} and at most {@value #MAX_LENGTH} characters. Does not
     * resolve the DID.
     *
     * @param did the string, or null
     * @return whether it has the syntax of a DID
     */
    public static boolean isValid(@Nullable String did) {
        if (did == null || did.length() > MAX_LENGTH || !did.startsWith(SCHEME)) {
            return false;
        }
        int id = did.indexOf(':', SCHEME.length()) + 1;
        return id > 0 && isMethod(did, SCHEME.length(), id - 1) && isId(did, id);
    }

    // Each signed call checks a DID several times, and a regular expression would take many times as long.
    private static boolean isMethod(String did, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = did.charAt(i);
            if (!isBetween(c, 'a', 'z') && !isBetween(c, '0', '9')) {
                return false;
            }
        }
        return from < to;
    }

    private static boolean isId(String did, int from) {
        for (int i = from; i < did.length(); i++) {
            char c = did.charAt(i);
            if (c == '%') {
                if (i + 2 >= did.length() || !isHex(did.charAt(i + 1)) || !isHex(did.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!isIdCharacter(c) && c != ':') {
                return false;
            }
        }
        return from < did.length() && did.charAt(did.length() - 1) != ':';
    }

    private static boolean isIdCharacter(char c) {
        return isBetween(c, 'a', 'z')
                || isBetween(c, 'A', 'Z')
                || isBetween(c, '0', '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static boolean isHex(char c) {
        return isBetween(c, '0', '9') || isBetween(c, 'a', 'f') || isBetween(c, 'A', 'F');
    }

    private static boolean isBetween(char c, char first, char last) {
        return c >= first && c <= last;
    }

    /**
     * Returns the string if it has the syntax of a DID. Does not resolve the DID.
     *
     * @param did the string, or null
     * @return the same string
     * @throws InvalidDidException if it does not have the form {@code did:method:id}, or is too long
     */
    public static String require(@Nullable String did) {
        if (did != null && isValid(did)) {
            return did;
        }
        throw new InvalidDidException("Invalid DID " + printable(did)
                + ": use the form did:method:id, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz, with at most " + MAX_LENGTH
                + " characters");
    }

    private static String printable(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        String prefix = value.length() <= PRINTED_LENGTH ? value : value.substring(0, PRINTED_LENGTH) + "...";
        String clean = prefix.replaceAll("[^\\x20-\\x7e]", "?");
        return '"' + clean + "\" (" + value.length() + " characters)";
    }
}
