package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** Payara Micro 6. */
@Tag("payara")
class PayaraIT extends ServerChecks {

    PayaraIT() {
        super(new Payara());
    }
}
