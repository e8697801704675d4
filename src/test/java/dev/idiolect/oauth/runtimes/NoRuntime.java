package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A runtime that cannot be started. */
record NoRuntime(String name, JdkRange jdks) implements Platform {

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        throw new AssertionError("must not be started");
    }
}
