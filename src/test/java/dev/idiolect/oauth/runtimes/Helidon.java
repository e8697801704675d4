package dev.idiolect.oauth.runtimes;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Helidon MP, one application for a process, on JDK 21 or later. */
final class Helidon implements Platform {

    private static final String PROJECT = "helidon";
    private static final int OLDEST_JDK = 21;

    @Override
    public String name() {
        return "Helidon MP";
    }

    @Override
    public String version() {
        return BuiltApps.property(PROJECT, "helidon.version");
    }

    @Override
    public Optional<String> missing() {
        return Jdk.atLeast(OLDEST_JDK).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "it needs JDK " + OLDEST_JDK + " or later, and there is none in JAVA_HOME, a variable such as"
                                + " JAVA_HOME_21_X64, or /usr/lib/jvm");
    }

    @Override
    public String address(int port, String app) {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path jar = BuiltApps.file(PROJECT, "target/app-" + apps.get(0) + ".jar");
        Path libraries = BuiltApps.file(PROJECT, "target/libs");
        ProcessBuilder command = new ProcessBuilder(
                Jdk.atLeast(OLDEST_JDK).orElseThrow().java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dserver.port=" + port,
                "-Dserver.host=127.0.0.1",
                "-cp",
                jar + File.pathSeparator + libraries + "/*",
                "io.helidon.microprofile.cdi.Main");
        return ServerProcess.start(command, config, log);
    }
}
