package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's table of runtimes: held against what the checks found, or, if asked to, written by it. */
final class CompatibilityTable {

    /** Makes a build write the table instead of failing where it differs. */
    static final String WRITE = "compatibility.write";

    private static final Path LOCK = Path.of("target", "compatibility.lock");
    private static final String BEGIN = "<!-- checked -->";
    private static final String END = "<!-- end of checked -->";

    private final Path readme;

    CompatibilityTable(Path readme) {
        this.readme = readme;
    }

    /** Fails if the table has another row for the runtime, or none; writes the row if the build was asked to. */
    void accept(RuntimeResult result) {
        // Tests of several runtimes may run at the same time, each in a JVM of its own.
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
                throw new AssertionError(readme + " says\n" + row.group() + "\nwhere the checks found\n" + result.row()
                        + "\nWrite it by -D" + WRITE + "=true");
            }
            Files.writeString(readme, text.replace(table, row.replaceFirst(Matcher.quoteReplacement(result.row()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
