package dev.idiolect.oauth.checks;

import jakarta.json.bind.annotation.JsonbProperty;

/** A record as the application writes and reads it by the library's client, which speaks JSON-B. */
public record StoredNote(@JsonbProperty("$type") String type, String text) {

    static final String TYPE = "dev.idiolect.test.note";
}
