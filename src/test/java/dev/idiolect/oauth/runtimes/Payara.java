package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.PostgreSql;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Payara Micro. It has no deployment directory, so a launcher deploys applications through its API. */
final class Payara implements AppServer {

    private static final String PROJECT = "payara";

    private static @Nullable Path launcher;

    @Override
    public String name() {
        return "Payara Micro";
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
        return BuiltApps.property(PROJECT, "payara.version");
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path directory = ServerFiles.fresh(log);
        Path jar = BuiltApps.file(PROJECT, "target/server/payara-micro.jar");
        List<String> command = new ArrayList<>(List.of(jdk().java(), "-Xmx512m"));
        opened(jar).forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        // As the guide to runtimes says: the server makes HTTP requests before it starts applications.
        command.add("-Dsun.net.http.retryPost=false");
        command.add("-Djdbc.driver=" + PostgreSql.driver());
        command.addAll(List.of(
                "--class-path",
                jar + File.pathSeparator + launcher(jar),
                "Launcher",
                Integer.toString(port),
                directory.toString()));
        for (String app : apps) {
            command.addAll(List.of(app, BuiltApps.war(PROJECT, app).toString()));
        }
        return ServerProcess.start(new ProcessBuilder(command).directory(directory.toFile()), config, log);
    }

    /** Compiles the launcher, so that the starts need not. */
    private static synchronized Path launcher(Path jar) {
        if (launcher == null) {
            Path classes = Path.of("target", "runtimes", "payara-launcher").toAbsolutePath();
            int failures = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "--release",
                            "17",
                            "--class-path",
                            jar.toString(),
                            "-d",
                            classes.toString(),
                            BuiltApps.file(PROJECT, "Launcher.java").toString());
            if (failures != 0) {
                throw new IllegalStateException("the launcher does not compile, see the errors above");
            }
            launcher = classes;
        }
        return launcher;
    }

    /** Returns the packages to open. Its manifest lists them, but only {@code java -jar} reads that. */
    private static List<String> opened(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return List.of(
                    file.getManifest().getMainAttributes().getValue("Add-Opens").split(" +"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void deploy(ServerProcess server, String app) {
        server.send("deploy " + app + " " + BuiltApps.war(PROJECT, app));
    }

    @Override
    public void undeploy(ServerProcess server, String app) {
        int before = undeployed(server, app);
        server.send("undeploy " + app);
        server.await("undeployment of " + app, () -> undeployed(server, app) > before);
    }

    private static int undeployed(ServerProcess server, String app) {
        return (int) server.log()
                .lines()
                .filter(("Launcher: undeployed " + app)::equals)
                .count();
    }
}
