package dev.idiolect.oauth.internal.http;

/** Makes untrusted text safe for messages: printable, short, without credentials. */
public final class SafeText {

    private static final int MAX_LENGTH = 260;

    private SafeText() {}

    /** Returns the text in printable ASCII, shortened, and with user names and passwords before an {@code @} replaced. */
    public static String text(String value) {
        String cut = value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH) + "...";
        return cut.replaceAll("[^\\x20-\\x7e]", "?").replaceAll("[^\\s/@\"]*:[^\\s/@\"]*@", "***@");
    }

    /** Returns the safe form of a text in quotation marks. */
    public static String quoted(String value) {
        return '"' + text(value) + '"';
    }
}
