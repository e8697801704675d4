package dev.idiolect.sample;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** What the pages ask; the pages themselves are plain files. */
@ApplicationPath("/api")
public class SampleApplication extends Application {}
