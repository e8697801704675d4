package dev.idiolect.oauth.checks;

import jakarta.json.bind.annotation.JsonbProperty;

/** A record type of the application, which each reload replaces by a new class. */
public record TypedNote(@JsonbProperty("$type") String type, String text) {}
