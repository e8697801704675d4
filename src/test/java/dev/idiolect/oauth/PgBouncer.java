package dev.idiolect.oauth;

import dev.idiolect.oauth.runtimes.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** PgBouncer in front of the tests' PostgreSQL, in transaction mode: each transaction can have another connection. */
public final class PgBouncer implements AutoCloseable {

    private final ServerProcess process;
    private final int port;

    private PgBouncer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with a directory for its files. */
    public static PgBouncer start(Path directory) throws IOException {
        int port = ServerProcess.freePort();
        Path config = directory.resolve("pgbouncer.ini");
        Files.writeString(config, """
                [databases]
                postgres = host=127.0.0.1 port=%d dbname=postgres user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 4
                ignore_startup_parameters = extra_float_digits
                """.formatted(PostgreSql.port(), port));
        List<String> command = new ArrayList<>(List.of("pgbouncer"));
        if (System.getProperty("user.name").equals("root")) {
            // PgBouncer refuses to run as root.
            command.addAll(List.of("-u", "nobody"));
        }
        // PgBouncer reads it before it changes its user.
        command.add(config.toString());
        PgBouncer started = new PgBouncer(start(command, directory), port);
        started.awaitStart();
        return started;
    }

    private static ServerProcess start(List<String> command, Path directory) {
        Path log = Path.of("target", "pgbouncer.log").toAbsolutePath();
        try {
            return ServerProcess.start(new ProcessBuilder(command).directory(directory.toFile()), Map.of(), log);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(
                    "Cannot run pgbouncer: install it (Debian and Ubuntu: apt-get install pgbouncer)", e);
        }
    }

    private void awaitStart() {
        Awaitility.await("start of PgBouncer")
                .atMost(Duration.ofSeconds(20))
                .until(() -> !process.isAlive() || process.log().contains("process up"));
        if (!process.isAlive()) {
            throw new IllegalStateException("PgBouncer did not start:\n" + process.log());
        }
    }

    /** Returns the URL of the database through the pool. Prepared statements belong to one connection. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0";
    }

    @Override
    public void close() {
        process.close();
    }
}
