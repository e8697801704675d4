package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payara Micro, which takes applications at its start. */
final class Payara implements Platform {

    private static final String PROJECT = "payara";

    @Override
    public String name() {
        return "Payara Micro";
    }

    @Override
    public String version() {
        return BuiltApps.property(PROJECT, "payara.version");
    }

    @Override
    public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
        Path directory = ServerFiles.fresh(log);
        List<String> command = new ArrayList<>(List.of(
                Jdk.current().java(),
                "-Xmx512m",
                "-jar",
                BuiltApps.file(PROJECT, "target/server/payara-micro.jar").toString(),
                "--nocluster",
                "--noHazelcast",
                "--port",
                Integer.toString(port),
                "--rootDir",
                directory.toString()));
        for (String app : apps) {
            Path war = directory
                    .resolveSibling(directory.getFileName() + "-" + app)
                    .resolve(app + ".war");
            ServerFiles.copy(BuiltApps.war(PROJECT, app), war);
            command.addAll(List.of("--deploy", war.toString()));
        }
        return ServerProcess.start(new ProcessBuilder(command).directory(directory.toFile()), config, log);
    }
}
