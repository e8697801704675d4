package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.HeapDump;
import dev.idiolect.oauth.SecretSearch;
import dev.idiolect.oauth.pds.SentSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running application shows used secrets in no log, even at the finest level, and in no live object; except where
 * listed.
 */
@Timeout(420)
abstract class SecretChecks {

    private static final Duration DUMP_LIMIT = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9_.-]+)`");
    private static final List<String> NEVER_LOGGED =
            List.of(" client key", " DPoP key", " password", " code_verifier", " refresh_token", " refreshJwt");

    @TempDir
    private Path directory;

    private final Platform platform;
    private final String buffers;

    /** @param buffers the package of the runtime's classes that keep the bytes of received requests */
    SecretChecks(Platform platform, String buffers) {
        this.platform = platform;
        this.buffers = buffers;
    }

    /** Starts the runtime with everything logged at the finest level, and with logs of HTTP requests. */
    abstract ServerProcess startVerbose(int port, Map<String, String> config, Path log);

    /** Returns the log files of the runtime. */
    abstract List<LogFile> logs(ServerProcess server, Path console);

    @Test
    void onlyListedLoggersOfTheRuntimeShowSecrets() {
        try (SecretUse use = new SecretUse(directory)) {
            int port = ServerProcess.freePort();
            Path console = console();
            RunningServer server = new RunningServer(platform, port, startVerbose(port, use.config(), console));
            try (server) {
                use.everything(server.app("checks"));
            }
            List<LogFile> logs = logs(server.process(), console);
            assertThat(logs)
                    .as("the library logs at the finest level")
                    .anyMatch(log -> log.contains("dev.idiolect.oauth.", "Retrying "));
            SecretSearch search = SecretSearch.inLogs(use.secrets().names());
            assertThat(logs.stream().flatMap(log -> log.loggersWith(search)))
                    .noneMatch(hit -> hit.startsWith("dev.idiolect."))
                    .noneMatch(hit -> NEVER_LOGGED.stream().anyMatch(hit::endsWith))
                    .map(hit -> listed(hit, loggersOfGuide()))
                    .containsOnly(loggersOfGuide().toArray(String[]::new));
        }
    }

    private static String listed(String hit, List<String> loggers) {
        return loggers.stream().filter(hit::startsWith).findFirst().orElse(hit);
    }

    /** Returns the loggers that the guide lists for the runtime, because they show secrets. */
    private List<String> loggersOfGuide() {
        return Documents.read(Documents.guide("security"))
                .lines()
                .filter(line -> line.startsWith("| " + platform.name() + " | `"))
                .flatMap(line -> NAME.matcher(line).results())
                .map(name -> name.group(1))
                .toList();
    }

    @Test
    void onlyRequestBuffersOfTheRuntimeHoldUsedSecrets() throws Exception {
        try (SecretUse use = new SecretUse(directory)) {
            int port = ServerProcess.freePort();
            try (RunningServer server = new RunningServer(
                    platform, port, platform.start(port, use.config(), console(), List.of("checks")))) {
                use.everything(server.app("checks"));
                // A runtime keeps the objects of a request for a short time after the response.
                await().atMost(DUMP_LIMIT.multipliedBy(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertOnlyBuffersHoldSecrets(heap(server.process()), use.secrets()));
            }
        }
    }

    private void assertOnlyBuffersHoldSecrets(HeapDump heap, SentSecrets secrets) {
        assertThat(heap.holders(SecretSearch.inHeaps(secrets.named("client key"))))
                .as("a client key, which stays in use")
                .isNotEmpty();
        assertThat(heap.holders(SecretSearch.inHeaps(secrets.named("password", "code_verifier"))))
                .isEmpty();
        assertThat(heap.holders(SecretSearch.inHeaps(secrets.named("code", "browser secret")))
                        .values())
                .allSatisfy(holders -> assertThat(holders).allMatch(holder -> holder.startsWith(buffers)));
    }

    private Path console() {
        return Path.of("target", "runtimes", platform.name().replace(' ', '-') + "-secrets.log")
                .toAbsolutePath();
    }

    /** Returns the reachable objects. */
    private HeapDump heap(ServerProcess server) throws Exception {
        Path file = directory.resolve("live.hprof");
        Files.deleteIfExists(file);
        Process jcmd = new ProcessBuilder(
                        platform.jdk().home().resolve("bin/jcmd").toString(),
                        Long.toString(server.jvm()),
                        "GC.heap_dump",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("jcmd.log").toFile())
                .start();
        assertThat(jcmd.waitFor(DUMP_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(file).isNotEmptyFile();
        return HeapDump.of(file);
    }
}
