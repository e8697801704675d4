package dev.idiolect.oauth.internal.http;

/** Makes untrusted text safe for messages: printable, short, without credentials. */
public final class SafeText {

    private static final int MAX_REDACTED = 20_000;
    private static final String CREDENTIALS = "(?i)\\b(dpop|bearer|basic)[\\s:]+[A-Za-z0-9._~+/=-]{8,}";
    // No repeated group: matching one is recursive, and a long text could overflow the stack.
    private static final String TOKEN = "\\beyJ[A-Za-z0-9_-]{5,}[A-Za-z0-9_.-]*+";

    private SafeText() {}

    /**
     * Returns the text in printable ASCII, shortened, and with user names and passwords before an {@code @} replaced.
     */
    public static String text(String value) {
        String cut = shortened(value, MaxLength.MESSAGE_PART);
        return cut.replaceAll("[^\\x20-\\x7e]", "?").replaceAll("[^\\s/@\"]*:[^\\s/@\"]*@", "***@");
    }

    /** Returns the safe form of a text in quotation marks. */
    public static String quoted(String value) {
        return '"' + text(value) + '"';
    }

    /** Returns the text in printable ASCII, shortened, and without credentials, which servers may repeat. */
    public static String redacted(String value, MaxLength max) {
        // Shortened before the replacement, which is slow for long texts, and again afterwards: no partial token
        // remains.
        String cut = value.length() > MAX_REDACTED ? value.substring(0, MAX_REDACTED) : value;
        String clean = cut.replaceAll("[^\\x20-\\x7e]", "?")
                .replaceAll(CREDENTIALS, "$1 ...")
                .replaceAll(TOKEN, "...")
                .strip();
        return shortened(clean, max);
    }

    private static String shortened(String text, MaxLength max) {
        return max.allows(text) ? text : max.truncate(text) + "...";
    }
}
