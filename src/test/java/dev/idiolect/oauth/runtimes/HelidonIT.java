package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** Helidon MP 4. */
@Tag("helidon")
class HelidonIT extends SingleAppChecks {

    HelidonIT() {
        super(new Helidon());
    }
}
