package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.seal.KeySource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parts of filesystem stores for tests of several kinds of stores. */
public final class TestFilesystemStores {

    public static final String PENDING = PendingFiles.DIRECTORY;
    public static final String TEMPORARY = TempFiles.DIRECTORY;
    public static final Duration STALE = TempFiles.STALE;

    private TestFilesystemStores() {}

    public static FilesystemOAuthTokenStore open(
            Path path, @Nullable KeySource keys, Clock clock, Duration closePatience) {
        return FilesystemOAuthTokenStore.open(path, keys, clock, closePatience);
    }

    /** Returns the file of an account's session. */
    public static Path session(Path directory, String did) {
        return directory.resolve(SessionFileName.of(did));
    }

    /** Leaves a file behind, like a writer that was killed. */
    public static Path leaveTemporaryFile(Path directory) throws IOException {
        return new TempFiles(directory, Clock.systemUTC()).create();
    }
}
