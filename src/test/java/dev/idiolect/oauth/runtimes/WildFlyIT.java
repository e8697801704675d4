package dev.idiolect.oauth.runtimes;

import org.junit.jupiter.api.Tag;

/** WildFly, with its MicroProfile configuration. */
@Tag("wildfly")
class WildFlyIT extends ServerChecks {

    WildFlyIT() {
        super(new WildFly());
    }
}
