package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** Open Liberty with MicroProfile 7.0. */
@Tag("liberty-mp7")
class LibertyIT extends ServerChecks {

    LibertyIT() {
        super(new Liberty());
    }
}
