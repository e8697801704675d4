package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Selects a stored account by DID or handle; without either, the only one. */
final class AccountOption {

    /** The options. The user can give at most one of them. */
    static final class Name {

        @Option(
                names = "--handle",
                required = true,
                paramLabel = "HANDLE",
                description = {
                    "The account's handle or DID, if the store has several sessions.",
                    "If no session has the handle, it is looked up: the account may have been renamed."
                })
        private @Nullable String handle;

        @Option(
                names = "--did",
                required = true,
                paramLabel = "DID",
                description = "The account's DID, as shown by list.")
        private @Nullable String did;
    }

    @ArgGroup
    private @Nullable Name name;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    /**
     * Returns the account's DID. Asks for the account if the store has several and there is a terminal.
     *
     * @throws CommandException if no session, or more than one, matches
     */
    String did(CliStore store, CliEnvironment environment) {
        if (name != null && name.did != null) {
            return Did.require(name.did);
        }
        if (name != null && name.handle != null) {
            return byName(name.handle, store, environment);
        }
        List<SessionSummary> first = new ArrayList<>();
        int[] count = {0};
        store.summaries(session -> {
            if (count[0]++ < MAX_NAMES) {
                first.add(session);
            }
        });
        if (first.isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, "No sessions in " + store.location());
        }
        if (count[0] == 1) {
            return first.get(0).did();
        }
        String names = first.stream()
                        .map(session -> session.handle()
                                .map(handle -> handle + " (" + session.did() + ")")
                                .orElse(session.did()))
                        .collect(Collectors.joining(", "))
                + (count[0] > MAX_NAMES ? " and " + (count[0] - MAX_NAMES) + " more" : "");
        String typed = environment.terminal().readLine("Accounts: " + TerminalText.escape(names) + "\n" + PROMPT);
        if (typed == null || typed.isBlank()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    store.name() + " has several sessions: name one with --handle or --did. Accounts: " + names);
        }
        return byName(typed, store, environment);
    }

    private static final int MAX_NAMES = 20;

    static final String PROMPT = "Handle or DID: ";

    /**
     * Returns the account's session.
     *
     * @throws CommandException if there is none
     */
    OAuthSession session(CliStore store, CliEnvironment environment) {
        String account = did(store, environment);
        store.requireSessionStore();
        // Opening a missing store would create it.
        return (store.exists() ? store.load(account) : Optional.<OAuthSession>empty())
                .orElseThrow(() -> new CommandException(
                        ExitCode.NO_SESSION, "No session of " + account + " in " + store.location()));
    }

    IdentityResolver identities(CliEnvironment environment) {
        return network.identities(environment.clock());
    }

    private String byName(String typed, CliStore store, CliEnvironment environment) {
        String wanted = typed.strip().replaceFirst("^(at://)?@?", "");
        if (Did.isValid(wanted)) {
            return wanted;
        }
        List<String> found =
                dids(store, session -> wanted.equalsIgnoreCase(session.handle().orElse(null)));
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Several sessions have the handle " + wanted + ": use --did with one of "
                            + String.join(", ", found));
        }
        return found.isEmpty() ? renamed(wanted, store, environment) : found.get(0);
    }

    private static List<String> dids(CliStore store, Predicate<SessionSummary> isWanted) {
        List<String> dids = new ArrayList<>();
        store.summaries(session -> {
            if (isWanted.test(session) && dids.size() < MAX_NAMES) {
                dids.add(session.did());
            }
        });
        return dids;
    }

    /** Finds the session of an account that had another handle when it signed in. */
    private String renamed(String handle, CliStore store, CliEnvironment environment) {
        String none = "No session with handle " + handle + " in " + store.location();
        if (dids(store, session -> true).isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, none);
        }
        String did;
        try {
            did = identities(environment).resolve(handle).did();
        } catch (IdentityException e) {
            throw new CommandException(ExitCode.NO_SESSION, none + ". " + e.getMessage());
        }
        if (dids(store, session -> did.equals(session.did())).isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, none + ", and none of its account " + did);
        }
        return did;
    }
}
