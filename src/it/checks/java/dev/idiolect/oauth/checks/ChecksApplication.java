package dev.idiolect.oauth.checks;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Serves all resources directly under the application's path. */
@ApplicationPath("/")
public class ChecksApplication extends Application {}
