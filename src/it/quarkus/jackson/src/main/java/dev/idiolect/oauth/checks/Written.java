package dev.idiolect.oauth.checks;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The response to the application's clients. */
public record Written(
        @JsonProperty("written_at") String uri,
        @JsonProperty("read_back") String text) {}
