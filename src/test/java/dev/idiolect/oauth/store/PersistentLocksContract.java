package dev.idiolect.oauth.store;

import dev.idiolect.oauth.testkit.SharedSessionLockContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The contract of locks for the stores that processes of one host share. */
public abstract class PersistentLocksContract extends SharedSessionLockContract {

    @TempDir
    Path root;

    private final Kind kind;

    protected PersistentLocksContract(Kind kind) {
        this.kind = kind;
    }

    @Override
    protected OAuthTokenStore open() {
        // Tests leave locks behind.
        return kind.open(root.resolve("state/store"), Duration.ofMillis(50));
    }

    @Override
    protected OAuthTokenStore openSecond() {
        return open();
    }
}
