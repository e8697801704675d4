package dev.idiolect.oauth.checks;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the application's callers send, read by Jackson alone as it should be. */
public record Note(@JsonProperty("note_text") String text) {}
