package dev.idiolect.oauth.checks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a server says of a session, read by Jackson. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Session(@JsonProperty("did") String account) {}
