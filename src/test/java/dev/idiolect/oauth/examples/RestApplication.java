package dev.idiolect.oauth.examples;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

// example: begin
@ApplicationPath("/")
public class RestApplication extends Application {}
// example: end
