package dev.idiolect.oauth.runtimes.bare;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Answers at the address where the checks ask whether an application is up. */
@ApplicationPath("/")
public class BareApplication extends Application {}
