package dev.idiolect.oauth.cli;

/**
 * Escapes untrusted text for a terminal, so that a handle, a URL or a file name cannot move the cursor or hide text.
 *
 * <p>Unlike {@code SafeText}, it neither truncates nor replaces text, so escaped JSON remains equivalent.
 */
final class TerminalText {

    private TerminalText() {}

    /** Escapes control, format and other invisible characters as {@code \}{@code uXXXX}, line ends included. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair && isVisible(text.codePointAt(i))) {
                escaped.append(c).append(text.charAt(++i));
            } else if (!pair && isVisible(c)) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }

    /** Escapes each line of a text. */
    static String escapeLines(String text) {
        return String.join(
                System.lineSeparator(), text.lines().map(TerminalText::escape).toList());
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
