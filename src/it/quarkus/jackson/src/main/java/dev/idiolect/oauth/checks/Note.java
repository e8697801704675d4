package dev.idiolect.oauth.checks;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The request of the application's clients; its property names are right only with Jackson. */
public record Note(@JsonProperty("note_text") String text) {}
