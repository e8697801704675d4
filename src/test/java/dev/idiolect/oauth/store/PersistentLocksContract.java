package dev.idiolect.oauth.store;

import dev.idiolect.oauth.testkit.SharedSessionLockContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The lock contract for stores that the processes of one host share. */
public abstract class PersistentLocksContract extends SharedSessionLockContract {

    @TempDir
    Path root;

    private final Kind kind;

    protected PersistentLocksContract(Kind kind) {
        this.kind = kind;
    }

    @Override
    protected OAuthTokenStore open() {
        // Short, because some tests do not release their locks.
        return kind.open(root.resolve("state/store"), Duration.ofMillis(50));
    }

    @Override
    protected OAuthTokenStore openSecond() {
        return open();
    }
}
