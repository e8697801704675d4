package dev.idiolect.oauth.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
            name = name.substring(0, KEPT) + '~' + HexFormat.of().formatHex(sha256(did));
        }
        return name + SUFFIX;
    }

    static byte[] sha256(String did) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(did.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
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
