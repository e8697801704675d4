package dev.idiolect.oauth.seal;

import dev.idiolect.oauth.internal.http.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Reads the keys from a file at each call. */
record KeyFile(Path file) implements KeySource {

    private static final System.Logger LOG = System.getLogger(KeySource.class.getName());

    @Override
    public String keys() {
        try {
            return SecretFile.read(file, LOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file " + file + ": " + e, e);
        }
    }
}
