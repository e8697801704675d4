package dev.idiolect.oauth.cli;

/** Makes what others wrote fit for a terminal: a handle, an address or a file name must not move the cursor or hide text. */
final class Printable {

    private Printable() {}

    /** Writes what a terminal would act on, or would not show, as {@code \}{@code uXXXX}; inside JSON strings that is no change. */
    static String text(String value) {
        StringBuilder shown = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean whole = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (whole && isPlain(value.codePointAt(i))) {
                shown.append(c).append(value.charAt(++i));
            } else if (!whole && isPlain(c)) {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.toString();
    }

    /** The same for text of several lines. */
    static String lines(String value) {
        return String.join(
                System.lineSeparator(), value.lines().map(Printable::text).toList());
    }

    private static boolean isPlain(int codePoint) {
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
