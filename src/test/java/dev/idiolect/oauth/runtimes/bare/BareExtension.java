package dev.idiolect.oauth.runtimes.bare;

import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;

/** Does nothing, and is found as this library's extension is. */
public class BareExtension implements BuildCompatibleExtension {}
