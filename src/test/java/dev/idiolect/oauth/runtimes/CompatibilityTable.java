package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's table of runtimes. The checks compare it with their results, or update it on request. */
final class CompatibilityTable {

    /** System property that lets the build update the table instead of failing. */
    static final String WRITE = "compatibility.write";

    private static final Path LOCK = Path.of("target", "compatibility.lock");
    private static final String BEGIN = "<!-- checked -->";
    private static final String END = "<!-- end of checked -->";

    private final Path readme;

    CompatibilityTable(Path readme) {
        this.readme = readme;
    }

    /** Fails if the table has no row or a different row for the runtime, or updates the row if {@link #WRITE} is set. */
    void accept(RuntimeResult result) {
        // Several runtimes may be tested at the same time, each in its own JVM.
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            String text = Files.readString(readme);
            String table = text.substring(Math.max(0, text.indexOf(BEGIN)), Math.max(0, text.indexOf(END)));
            Matcher row = Pattern.compile("(?m)^\\| " + Pattern.quote(result.runtime()) + " \\|.*$")
                    .matcher(table);
            if (!row.find()) {
                throw new AssertionError(readme + " has no row for " + result.runtime() + ": " + result.row());
            }
            if (row.group().equals(result.row())) {
                return;
            }
            if (!Boolean.getBoolean(WRITE)) {
                throw new AssertionError(readme + " has the row\n" + row.group() + "\nbut the checks found\n"
                        + result.row() + "\nTo update it, build with -D" + WRITE + "=true");
            }
            Files.writeString(readme, text.replace(table, row.replaceFirst(Matcher.quoteReplacement(result.row()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
