package dev.idiolect.sample;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST API for the pages; the pages themselves are static files. */
@ApplicationPath("/api")
public class SampleApplication extends Application {}
