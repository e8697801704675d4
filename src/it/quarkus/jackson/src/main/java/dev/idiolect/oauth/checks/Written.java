package dev.idiolect.oauth.checks;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the application's callers get. */
public record Written(
        @JsonProperty("written_at") String uri,
        @JsonProperty("read_back") String text) {}
