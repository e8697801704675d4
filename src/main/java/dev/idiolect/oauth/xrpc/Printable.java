package dev.idiolect.oauth.xrpc;

/** What a server says, made fit for a message: short, on one line, and without credentials that it echoes. */
final class Printable {

    private static final String CREDENTIALS = "(?i)\\b(dpop|bearer|basic)[\\s:]+[A-Za-z0-9._~+/=-]{8,}";
    // No group that repeats: the recursion for one is as deep as a server likes.
    private static final String TOKEN = "\\beyJ[A-Za-z0-9_-]{5,}[A-Za-z0-9_.-]*+";

    private Printable() {}

    static String of(String text, int limit) {
        // Cut before the patterns run, and after them: a token must not survive by being cut in two.
        String some = text.length() > 20_000 ? text.substring(0, 20_000) : text;
        String clean = some.replaceAll("[^\\x20-\\x7e]", "?")
                .replaceAll(CREDENTIALS, "$1 ...")
                .replaceAll(TOKEN, "...")
                .strip();
        return clean.length() <= limit ? clean : clean.substring(0, limit) + "...";
    }
}
