package dev.idiolect.oauth.runtimes.bare;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Serves the URL at which the checks test whether an application is up. */
@ApplicationPath("/")
public class BareApplication extends Application {}
