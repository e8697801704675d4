package dev.idiolect.oauth.runtimes.bare;

import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;

/** Does nothing; found like this library's extension. */
public class BareExtension implements BuildCompatibleExtension {}
