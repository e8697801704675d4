package dev.idiolect.oauth.seal;

import dev.idiolect.oauth.internal.http.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads the keys from a file at each call. */
final class KeyFile implements KeySource {

    private static final System.Logger LOG = System.getLogger(KeySource.class.getName());
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private final Path file;

    // One warning about the permissions, because the file is read every few seconds.
    private volatile boolean checked;

    KeyFile(Path file) {
        this.file = file;
    }

    @Override
    public String keys() {
        try {
            String keys = checked ? SecretFile.read(file) : SecretFile.read(file, LOG);
            checked = true;
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file " + file + ": " + e, e);
        }
    }

    @Override
    public Optional<Duration> maxAge() {
        return Optional.of(MAX_AGE);
    }

    @Override
    public String toString() {
        return "KeyFile[" + file + "]";
    }
}
