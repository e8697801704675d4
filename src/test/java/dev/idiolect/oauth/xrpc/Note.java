package dev.idiolect.oauth.xrpc;

import jakarta.json.bind.annotation.JsonbProperty;

/** A record of an application's own lexicon. */
public record Note(@JsonbProperty("$type") String type, String text, int number) {

    public static final String COLLECTION = "dev.idiolect.test.note";

    public static Note of(String text, int number) {
        return new Note(COLLECTION, text, number);
    }
}
