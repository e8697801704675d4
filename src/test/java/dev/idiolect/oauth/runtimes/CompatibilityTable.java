package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's table of runtimes: held against what the checks found, or, if asked to, written by it. */
final class CompatibilityTable {

    /** Makes a build write the table instead of failing where it differs. */
    static final String WRITE = "compatibility.write";

    private final Path readme;

    CompatibilityTable(Path readme) {
        this.readme = readme;
    }

    /** Fails if the table has another row for the runtime, or none; writes the row if the build was asked to. */
    void accept(RuntimeResult result) {
        try {
            String text = Files.readString(readme);
            Matcher row = Pattern.compile("(?m)^\\| " + Pattern.quote(result.runtime()) + " \\|.*$")
                    .matcher(text);
            if (!row.find()) {
                throw new AssertionError(readme + " has no row for " + result.runtime() + ": " + result.row());
            }
            if (row.group().equals(result.row())) {
                return;
            }
            if (!Boolean.getBoolean(WRITE)) {
                throw new AssertionError(readme + " says\n" + row.group() + "\nwhere the checks found\n" + result.row()
                        + "\nWrite it by -D" + WRITE + "=true");
            }
            Files.writeString(readme, row.replaceFirst(Matcher.quoteReplacement(result.row())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
