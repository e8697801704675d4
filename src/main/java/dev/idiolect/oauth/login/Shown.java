package dev.idiolect.oauth.login;

/** What others wrote, made fit for a message: printable, and no longer than anybody wants to read. */
final class Shown {

    private static final int LONGEST = 260;

    private Shown() {}

    /** Names and passwords before an {@code @}, as people paste them with addresses, are left out. */
    static String text(String value) {
        String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
        return cut.replaceAll("[^\\x20-\\x7e]", "?").replaceAll("[^\\s/@\"]*:[^\\s/@\"]*@", "***@");
    }

    static String quoted(String value) {
        return '"' + text(value) + '"';
    }
}
