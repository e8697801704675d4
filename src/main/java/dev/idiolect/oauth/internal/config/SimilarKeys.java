package dev.idiolect.oauth.internal.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the key that a user meant by a misspelled one. */
public final class SimilarKeys {

    private SimilarKeys() {}

    /** Returns the advice for an unknown key: the key that was probably meant, or else all keys. */
    public static String advice(String unknown) {
        return of(unknown)
                .map(similar -> "did you mean " + similar + "?")
                .orElseGet(() -> "use one of "
                        + Arrays.stream(ConfigKey.values()).map(ConfigKey::key).collect(Collectors.joining(", ")));
    }

    /** Returns the key closest to a misspelled one, or empty if none is close. */
    private static Optional<String> of(String misspelled) {
        return Arrays.stream(ConfigKey.values())
                .map(ConfigKey::key)
                .min(Comparator.comparingInt(key -> distance(misspelled, key)))
                .filter(key -> distance(misspelled, key) <= allowed(key));
    }

    private static int allowed(String key) {
        return Math.max(1, (key.length() - ConfigKey.PREFIX.length()) / 3);
    }

    /** Returns the number of characters to insert, delete, replace or swap with their neighbor. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], 1 + steps[i - 2][j - 2]);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
