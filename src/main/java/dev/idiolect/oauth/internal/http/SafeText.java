package dev.idiolect.oauth.internal.http;

/** What others wrote, made fit for a message: printable, and no longer than anybody wants to read. */
public final class SafeText {

    private static final int LONGEST = 260;

    private SafeText() {}

    /**
     * Returns a text fit for a message. Names and passwords before an {@code @}, as people paste them with addresses, are
     * left out.
     *
     * @param value what somebody wrote
     * @return what may be shown of it
     */
    public static String text(String value) {
        String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
        return cut.replaceAll("[^\\x20-\\x7e]", "?").replaceAll("[^\\s/@\"]*:[^\\s/@\"]*@", "***@");
    }

    /**
     * Returns a text fit for a message, in quotation marks.
     *
     * @param value what somebody wrote
     * @return what may be shown of it
     */
    public static String quoted(String value) {
        return '"' + text(value) + '"';
    }
}
