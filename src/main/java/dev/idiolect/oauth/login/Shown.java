package dev.idiolect.oauth.login;

/** What others wrote, made fit for a message: printable, and no longer than anybody wants to read. */
final class Shown {

    private static final int LONGEST = 260;

    private Shown() {}

    static String text(String value) {
        String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    static String quoted(String value) {
        return '"' + text(value) + '"';
    }
}
