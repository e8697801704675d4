package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.store.internal.Sha256;
import java.util.Optional;

/** Derives a file name from a DID. Names are unique even on case-insensitive file systems. */
final class SessionFileName {

    static final String SUFFIX = ".json";

    // Linux, macOS and Windows allow 255 bytes per name.
    private static final int LONGEST = 200;
    private static final int KEPT = 100;

    private SessionFileName() {}

    static String of(String did) {
        String name = encode(did);
        if (name.length() > LONGEST) {
            // Encoded names contain no tilde, so a shortened name never equals a full one.
            name = name.substring(0, KEPT) + '~' + Sha256.hex(did);
        }
        return name + SUFFIX;
    }

    /** Returns whether a name does not contain the whole DID. */
    static boolean isShortened(String name) {
        return name.indexOf('~') >= 0;
    }

    /** Returns the DID in a name that is not shortened, or empty if it is not the name of a session file. */
    static Optional<String> did(String name) {
        StringBuilder did = new StringBuilder(name.length());
        int end = name.length() - SUFFIX.length();
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            if (c == '%' && i + 2 < end) {
                did.append((char) (hex(name.charAt(++i)) * 16 + hex(name.charAt(++i))));
            } else {
                did.append(c == '_' ? ':' : c);
            }
        }
        return Optional.of(did.toString())
                .filter(Did::isValid)
                .filter(found -> of(found).equals(name));
    }

    private static int hex(char digit) {
        return Math.max(0, Character.digit(digit, 16));
    }

    private static String encode(String did) {
        StringBuilder name = new StringBuilder(did.length() + 8);
        for (int i = 0; i < did.length(); i++) {
            char c = did.charAt(i);
            if (c == ':') {
                name.append('_');
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-') {
                name.append(c);
            } else {
                // A DID is ASCII by its syntax.
                name.append(String.format("%%%02X", (int) c));
            }
        }
        return name.toString();
    }
}
