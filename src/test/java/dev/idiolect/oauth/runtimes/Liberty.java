package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Open Liberty. Each start has its own user directory; applications are deployed as files in {@code dropins}. */
final class Liberty implements AppServer {

    private static final String PROJECT = "liberty-mp7";

    private final List<Path> libraries;

    Liberty() {
        this(List.of());
    }

    /** @param libraries the libraries that all applications of the server share */
    private Liberty(List<Path> libraries) {
        this.libraries = libraries;
    }

    /** Returns a server with sqlite-jdbc as a shared library. */
    static Liberty withSqlite() {
        return new Liberty(ServerFiles.list(BuiltApps.file(PROJECT, "target/checks/WEB-INF/lib")).stream()
                .filter(library -> library.getFileName().toString().startsWith("sqlite-jdbc-"))
                .toList());
    }

    @Override
    public String name() {
        return "Open Liberty";
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
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path user = ServerFiles.fresh(log);
        Path server = ServerFiles.directory(user.resolve("servers/checks"));
        ServerFiles.copy(BuiltApps.file(PROJECT, "server.xml"), server.resolve("server.xml"));
        ServerFiles.write(server.resolve("bootstrap.properties"), "http.port=" + port + "\n");
        Path dropins = ServerFiles.directory(server.resolve("dropins"));
        apps.forEach(app -> ServerFiles.copy(BuiltApps.war(PROJECT, app), dropins.resolve(app + ".war")));
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
