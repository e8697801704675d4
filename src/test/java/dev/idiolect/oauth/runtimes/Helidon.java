package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.PostgreSql;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Helidon MP, with one application in a process. */
final class Helidon implements Platform {

    private static final String PROJECT = "helidon";

    @Override
    public String name() {
        return "Helidon MP";
    }

    @Override
    public String version() {
        return BuiltApps.property(PROJECT, "helidon.version");
    }

    @Override
    public JdkRange jdks() {
        return JdkRange.from(21);
    }

    @Override
    public String address(int port, String app) {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public boolean hasTransactions() {
        return false;
    }

    /** A pool of the library. */
    @Override
    public Map<String, String> jdbc(String schema) {
        return Map.of(
                "idiolect.oauth.store",
                "jdbc",
                "idiolect.oauth.store.url",
                PostgreSql.url(schema),
                "idiolect.oauth.store.user",
                "postgres");
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        ProcessBuilder command = new ProcessBuilder(
                jdk().java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dserver.port=" + port,
                "-Dserver.host=127.0.0.1",
                "-cp",
                classPath(apps.get(0)),
                "io.helidon.microprofile.cdi.Main");
        return ServerProcess.start(command, config, log);
    }

    private static String classPath(String app) {
        Path jar = switch (app) {
            case "bare", "library" -> BareApp.jar();
            default -> BuiltApps.file(PROJECT, "target/app-" + app + ".jar");
        };
        return Stream.concat(
                        Stream.of(jar, PostgreSql.driver()),
                        ServerFiles.list(BuiltApps.file(PROJECT, "target/libs")).stream()
                                .filter(library -> !app.equals("bare") || !isOurs(library))
                                .filter(library -> !app.equals("library") || !BuiltApps.isOptional(library)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns whether a JAR is the library or one of its dependencies. */
    private static boolean isOurs(Path library) {
        return library.getFileName()
                .toString()
                .matches("(idiolect-oauth|nimbus-jose-jwt|HikariCP|httpclient5|httpcore5|sqlite-jdbc)-.*");
    }
}
