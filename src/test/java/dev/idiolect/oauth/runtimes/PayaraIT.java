package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** Payara Micro 6. */
@Tag("payara")
class PayaraIT extends RuntimeChecks {

    PayaraIT() {
        super(new Payara());
    }
}
