package dev.idiolect.oauth.runtimes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Open Liberty, with its trace. */
@Tag("liberty-mp7")
class LibertySecretsIT extends SecretChecks {

    // Only trace.log has the word source.
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\[\\d+/[^\\]]+\\] \\S+ (?:.*? source=)?\\s*(\\S+)");

    LibertySecretsIT() {
        super(new Liberty(), "com.ibm.ws.http.");
    }

    @Override
    ServerProcess startVerbose(int port, Map<String, String> config, Path log) {
        return Liberty.withTrace().start(port, config, log, List.of("checks"));
    }

    @Override
    List<LogFile> logs(ServerProcess server, Path console) {
        Path logs = Liberty.logs(server);
        return Stream.of(
                        Stream.of(console),
                        ServerFiles.list(logs).stream(),
                        Stream.of(logs.resolve("ffdc"))
                                .filter(Files::isDirectory)
                                .flatMap(ffdc -> ServerFiles.list(ffdc).stream()))
                .flatMap(files -> files)
                .filter(Files::isRegularFile)
                .map(file -> LogFile.read(file, ENTRY))
                .toList();
    }
}
