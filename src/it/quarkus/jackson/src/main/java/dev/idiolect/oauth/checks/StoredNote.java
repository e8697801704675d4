package dev.idiolect.oauth.checks;

import jakarta.json.bind.annotation.JsonbProperty;

/** A record for the library's client, which uses JSON-B. */
public record StoredNote(@JsonbProperty("$type") String type, String text) {

    static final String TYPE = "dev.idiolect.test.note";
}
