package dev.idiolect.oauth.checks;

import jakarta.json.bind.annotation.JsonbProperty;

/** A record as a type of the application's, which is another type after each reload. */
public record TypedNote(@JsonbProperty("$type") String type, String text) {}
