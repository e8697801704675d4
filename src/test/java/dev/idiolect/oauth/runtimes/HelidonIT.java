package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** Helidon MP 4. */
@Tag("helidon")
class HelidonIT extends RuntimeChecks {

    HelidonIT() {
        super(new Helidon());
    }
}
