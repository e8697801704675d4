package dev.idiolect.oauth.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in this process, with a new home directory for each test. */
abstract class InProcessFixture {

    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    @TempDir
    Path home;

    InProcess cli;

    @BeforeEach
    void start() {
        cli = new InProcess(home);
    }

    /** Returns the directory of the default store. */
    Path sessions() {
        return home.resolve(".config/idiolect/sessions");
    }
}
