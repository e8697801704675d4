package dev.idiolect.oauth.checks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The response of {@code getSession}, read by Jackson. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Session(@JsonProperty("did") String account) {}
