package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Two real PDSes with one PLC directory, between which accounts move like those of their owners. */
public final class AccountMove implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    // 32 bytes.
    private final String key = HexFormat.of().formatHex(DpopKey.random(24).getBytes(StandardCharsets.US_ASCII));
    private final RealPds from;
    private final RealPds to;

    private AccountMove(Map<String, String> env, boolean oneIssuer) {
        Map<String, String> first = new HashMap<>(env);
        first.put(RealPds.PLC_ROTATION_KEY, key);
        first.put(RealPds.LOG_REQUESTS, "1");
        if (oneIssuer) {
            first.put(RealPds.STATELESS_TOKENS, "1");
        }
        from = RealPds.start(first);
        try {
            Map<String, String> second = new HashMap<>(Map.of(
                    RealPds.PLC_ROTATION_KEY,
                    key,
                    RealPds.PLC_URL,
                    from.plcUrl(),
                    RealPds.HANDLE,
                    "second.test",
                    RealPds.LOG_REQUESTS,
                    "1"));
            if (oneIssuer) {
                second.put(RealPds.AUTH_SERVER, from.pdsUrl());
            }
            to = RealPds.start(second);
        } catch (RuntimeException e) {
            from.close();
            throw e;
        }
    }

    /** Starts both, each its own authorization server; the environment is that of the first one. */
    public static AccountMove start(Map<String, String> env) {
        return new AccountMove(env, false);
    }

    /** Starts both with the first one as the authorization server of both, as an entryway is. */
    public static AccountMove startWithOneIssuer() {
        return new AccountMove(Map.of(), true);
    }

    /** Returns the PDS that accounts leave. */
    public RealPds from() {
        return from;
    }

    /** Returns the PDS that accounts move to. */
    public RealPds to() {
        return to;
    }

    /** Moves an account with its repository, changes its DID document, and deactivates it at the old PDS. */
    public void move(TestAccount account) {
        Path project = PdsInstall.project();
        NodeTools tools = PdsInstall.ready(project, System.getenv().getOrDefault("PATH", ""));
        ProcessBuilder builder = new ProcessBuilder(
                        tools.node().toString(),
                        "move.mjs",
                        from.pdsUrl(),
                        to.pdsUrl(),
                        from.plcUrl(),
                        account.did(),
                        account.handle(),
                        account.password())
                .directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().put(RealPds.PLC_ROTATION_KEY, key);
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException("the account did not move: " + output);
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an account moved", e);
        }
    }

    @Override
    public void close() {
        to.close();
        from.close();
    }
}
