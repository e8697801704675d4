package dev.idiolect.oauth.cli;

import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_CREATE_TABLES;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_URL;

import dev.idiolect.oauth.cli.internal.doctor.Check;
import dev.idiolect.oauth.cli.internal.doctor.Finding;
import dev.idiolect.oauth.cli.internal.doctor.Settings;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.seal.internal.SealException;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreReport;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens the store of an application, checks each session, and checks that it can be written. Changes no session. */
final class StoreCheck implements Check {

    private static final String KINDS = "memory, filesystem, sqlite or jdbc";
    private static final String NO_TABLE = "42P01";

    private final Settings settings;
    private final Clock clock;

    StoreCheck(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public List<Finding> run() {
        String value = settings.valueOrDefault(STORE).toLowerCase(Locale.ROOT);
        if (value.equals("memory")) {
            return List.of(Finding.warn(
                    "sessions are in memory, so a restart signs all users out",
                    "Set " + STORE.key() + " to filesystem, sqlite or jdbc"));
        }
        Optional<StoreOptions.Kind> kind = Arrays.stream(StoreOptions.Kind.values())
                .filter(known -> known.name().equals(value))
                .findFirst();
        if (kind.isEmpty()) {
            return List.of(Finding.fail("invalid " + STORE.key() + "=" + SafeText.text(value), "Use one of " + KINDS));
        }
        if (kind.get() == StoreOptions.Kind.jdbc && !settings.has(STORE_URL)) {
            return List.of(Finding.warn(
                    "the data source exists only in the application server, so it was not checked",
                    "Check its database with: idiolect oauth status --store jdbc --store-url URL"));
        }
        try (CliStore store = ConfiguredStore.of(kind.get(), settings)) {
            return findings(store);
        } catch (CommandException e) {
            return List.of(failure(e, kind.get()));
        } catch (StoreException e) {
            return List.of(failure(e, kind.get()));
        }
    }

    private List<Finding> findings(CliStore store) {
        boolean exists = store.exists();
        SessionCounts sessions = new SessionCounts(clock.instant());
        StoreReport report = store.report(sessions);
        List<Finding> found = new ArrayList<>();
        try {
            store.requireWritable();
            if (!exists) {
                found.add(Finding.warn(
                        store.name() + " does not exist. The application creates it when it starts",
                        "If the application has run before, correct " + STORE_PATH.key()
                                + ", or mount the disk of the store"));
            }
        } catch (CommandException e) {
            found.add(failure(e, store.kind()));
        }
        byRemedy(report.problems()).values().forEach(problems -> found.add(problem(problems)));
        found.addAll(NeededClientKeys.missing(sessions.clientKeys(), settings));
        found.add(Finding.ok(store.kind() + ", " + store.name() + ": "
                + (sessions.all() == 1 ? "1 session" : sessions.all() + " sessions")));
        return found;
    }

    // If a key is missing, all sessions have the same remedy.
    private static Map<String, List<StoreProblem>> byRemedy(List<StoreProblem> problems) {
        Map<String, List<StoreProblem>> groups = new LinkedHashMap<>();
        problems.forEach(
                problem -> groups.computeIfAbsent(problem.kind() + problem.remedy(), remedy -> new ArrayList<>())
                        .add(problem));
        return groups;
    }

    private static Finding problem(List<StoreProblem> problems) {
        StoreProblem first = problems.get(0);
        String message = first.message().replaceFirst("\\.$", "")
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more: run idiolect oauth status)");
        String fix =
                first.remedy().replace("on the command line with " + KeyFileOption.NAME, ENCRYPTION_KEYS_PATH.key());
        return first.kind() == StoreProblem.Kind.UNREADABLE ? Finding.fail(message, fix) : Finding.warn(message, fix);
    }

    private static Finding failure(CommandException e, StoreOptions.Kind kind) {
        return Finding.fail(
                String.valueOf(e.getMessage()),
                e.advice().orElse("Correct " + location(kind) + ", or its owner and permissions"));
    }

    private Finding failure(StoreException e, StoreOptions.Kind kind) {
        if (e.getCause() instanceof SealException) {
            return Finding.skip("needs valid encryption keys");
        }
        if (e.getCause() instanceof SQLException cause
                && NO_TABLE.equals(cause.getSQLState())
                && settings.isTrue(STORE_CREATE_TABLES)) {
            return Finding.warn(
                    "the database has no tables. The application creates them when it starts",
                    "If the application has run before, correct " + STORE_URL.key());
        }
        return Finding.fail(
                String.valueOf(e.getMessage()),
                "Correct " + location(kind)
                        + (kind == StoreOptions.Kind.jdbc
                                ? ", the user or the password"
                                : ", or restore the store from a backup"));
    }

    private static String location(StoreOptions.Kind kind) {
        return (kind == StoreOptions.Kind.jdbc ? STORE_URL : STORE_PATH).key();
    }
}
