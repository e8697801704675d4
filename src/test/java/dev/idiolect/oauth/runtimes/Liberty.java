package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.PostgreSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Open Liberty. Each start has its own user directory; applications are deployed as files in {@code dropins}. */
final class Liberty implements AppServer {

    private static final String PROJECT = "liberty-mp7";

    private static final List<String> UNTRACED = List.of(
            "com.ibm.tx",
            "com.ibm.websphere.event",
            "com.ibm.websphere.monitor",
            "com.ibm.ws.adaptable",
            "com.ibm.ws.annocache",
            "com.ibm.ws.artifact",
            "com.ibm.ws.cdi",
            "com.ibm.ws.class.load",
            "com.ibm.ws.classloader",
            "com.ibm.ws.classloading",
            "com.ibm.ws.concurrent",
            "com.ibm.ws.config",
            "com.ibm.ws.container",
            "com.ibm.ws.context",
            "com.ibm.ws.event",
            "com.ibm.ws.injectionengine",
            "com.ibm.ws.javaee",
            "com.ibm.ws.kernel",
            "com.ibm.ws.monitor",
            "com.ibm.ws.ras",
            "com.ibm.ws.runtime",
            "com.ibm.ws.threading",
            "com.ibm.ws.transaction",
            "com.ibm.wsspi.kernel",
            "io.openliberty.microprofile.config",
            "io.openliberty.microprofile.openapi20",
            "x.com.ibm.ws.collector");

    private final List<Path> libraries;
    private final String properties;

    Liberty() {
        this(List.of(), "");
    }

    /**
     * @param libraries the libraries that all applications of the server share
     * @param properties lines for {@code bootstrap.properties}
     */
    private Liberty(List<Path> libraries, String properties) {
        this.libraries = libraries;
        this.properties = properties;
    }

    /**
     * Returns a server that traces everything to {@code trace.log}, with the full names of loggers. Components that see
     * no request are excluded, because their traces slow the start down by minutes.
     */
    static Liberty withTrace() {
        String quiet = UNTRACED.stream()
                .map(component -> ":" + component + "=off:" + component + ".*=off")
                .collect(Collectors.joining());
        return new Liberty(
                List.of(),
                "com.ibm.ws.logging.trace.specification=*=all" + quiet + "\n"
                        + "com.ibm.ws.logging.trace.format=ADVANCED\n"
                        + "com.ibm.ws.logging.max.file.size=0\n");
    }

    /** Returns the directory of the log files. */
    static Path logs(ServerProcess server) {
        return server.directory().resolve("servers/checks/logs");
    }

    /** Returns a server with sqlite-jdbc as a shared library. */
    static Liberty withSqlite() {
        return new Liberty(
                ServerFiles.list(BuiltApps.file(PROJECT, "target/checks/WEB-INF/lib")).stream()
                        .filter(library -> library.getFileName().toString().startsWith("sqlite-jdbc-"))
                        .toList(),
                "");
    }

    @Override
    public String name() {
        return "Open Liberty";
    }

    @Override
    public String project() {
        return PROJECT;
    }

    @Override
    public JdkRange jdks() {
        return JdkRange.from(17);
    }

    @Override
    public String version() {
        return BuiltApps.property(PROJECT, "liberty.version");
    }

    @Override
    public boolean retriesWholeCalls() {
        return false;
    }

    @Override
    public boolean keepsListeners() {
        return true;
    }

    @Override
    public boolean propagatesHeaders() {
        return true;
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path user = ServerFiles.fresh(log);
        Path server = ServerFiles.directory(user.resolve("servers/checks"));
        ServerFiles.copy(BuiltApps.file(PROJECT, "server.xml"), server.resolve("server.xml"));
        ServerFiles.write(server.resolve("bootstrap.properties"), "http.port=" + port + "\n" + properties);
        Path dropins = ServerFiles.directory(server.resolve("dropins"));
        apps.forEach(app -> ServerFiles.copy(BuiltApps.war(PROJECT, app), dropins.resolve(app + ".war")));
        ServerFiles.copy(PostgreSql.driver(), server.resolve("jdbc/postgresql.jar"));
        libraries.forEach(library -> ServerFiles.copy(
                library, user.resolve("shared/config/lib/global").resolve(library.getFileName())));
        ProcessBuilder command = new ProcessBuilder(
                BuiltApps.file(PROJECT, "target/server/wlp/bin/server").toString(), "run", "checks");
        command.directory(user.toFile());
        command.environment().put("WLP_USER_DIR", user.toString());
        command.environment().put("JAVA_HOME", jdk().home().toString());
        command.environment().put("JVM_ARGS", "-Xmx512m");
        return ServerProcess.start(command, config, log);
    }

    @Override
    public void deploy(ServerProcess server, String app) {
        // Moved into place, so that the server does not read a partial file.
        Path dropins = dropins(server);
        ServerFiles.copy(BuiltApps.war(PROJECT, app), dropins.resolveSibling(app + ".war"));
        ServerFiles.move(dropins.resolveSibling(app + ".war"), dropins.resolve(app + ".war"));
    }

    @Override
    public void undeploy(ServerProcess server, String app) {
        int before = stops(server, app);
        ServerFiles.delete(dropins(server).resolve(app + ".war"));
        server.await("undeployment of " + app, () -> stops(server, app) > before);
    }

    private static Path dropins(ServerProcess server) {
        return server.directory().resolve("servers/checks/dropins");
    }

    /** CWWKZ0009I: an application has stopped. */
    private static int stops(ServerProcess server, String app) {
        return (int) server.log()
                .lines()
                .filter(line -> line.contains("CWWKZ0009I") && line.contains(app))
                .count();
    }
}
