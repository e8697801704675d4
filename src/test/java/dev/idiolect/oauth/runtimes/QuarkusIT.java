package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** Quarkus, with its REST client, as a JAR on the JVM. */
@Tag("quarkus")
class QuarkusIT extends RuntimeChecks {

    QuarkusIT() {
        super(new Quarkus());
    }
}
