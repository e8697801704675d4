package dev.idiolect.oauth.checks;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything stands directly under the application's path. */
@ApplicationPath("/")
public class ChecksApplication extends Application {}
