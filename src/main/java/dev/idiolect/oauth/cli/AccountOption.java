package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List<SessionSummary> sessions = new ArrayList<>();
        store.report(session -> sessions.add(SessionSummary.of(session)));
        if (name != null && name.handle != null) {
            return byName(name.handle, sessions, store, environment);
        }
        if (sessions.isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, "No sessions in " + store.location());
        }
        if (sessions.size() == 1) {
            return sessions.get(0).did();
        }
        String names = sessions.stream()
                .map(session -> session.handle()
                        .map(handle -> handle + " (" + session.did() + ")")
                        .orElse(session.did()))
                .collect(Collectors.joining(", "));
        String typed = environment.terminal().readLine("Accounts: " + TerminalText.escape(names) + "\n" + PROMPT);
        if (typed == null || typed.isBlank()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    store.path() + " has several sessions: name one with --handle or --did. Accounts: " + names);
        }
        return byName(typed, sessions, store, environment);
    }

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

    private String byName(String typed, List<SessionSummary> sessions, CliStore store, CliEnvironment environment) {
        String wanted = typed.strip().replaceFirst("^(at://)?@?", "");
        if (Did.isValid(wanted)) {
            return wanted;
        }
        List<String> found = sessions.stream()
                .filter(session -> wanted.equalsIgnoreCase(session.handle().orElse(null)))
                .map(SessionSummary::did)
                .toList();
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Several sessions have the handle " + wanted + ": use --did with one of "
                            + String.join(", ", found));
        }
        return found.isEmpty() ? renamed(wanted, sessions, store, environment) : found.get(0);
    }

    /** Finds the session of an account that had another handle when it signed in. */
    private String renamed(String handle, List<SessionSummary> sessions, CliStore store, CliEnvironment environment) {
        String none = "No session with handle " + handle + " in " + store.location();
        if (sessions.isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, none);
        }
        String did;
        try {
            did = identities(environment).resolve(handle).did();
        } catch (IdentityException e) {
            throw new CommandException(ExitCode.NO_SESSION, none + ". " + e.getMessage());
        }
        if (sessions.stream().noneMatch(session -> did.equals(session.did()))) {
            throw new CommandException(ExitCode.NO_SESSION, none + ", and none of its account " + did);
        }
        return did;
    }
}
