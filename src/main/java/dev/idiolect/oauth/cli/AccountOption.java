package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
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
                    "The account's handle or DID. Needed if the store has several sessions.",
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

    static final String PROMPT = "Handle or DID: ";

    /**
     * The selected account.
     *
     * @param listedHandle the handle that the store lists for the session, if the account was selected by this handle;
     *     otherwise null. Not trusted: a database can list any handle
     * @param ifMissing the message if there is no session
     */
    record Selection(String did, @Nullable String listedHandle, String ifMissing) {}

    /**
     * Returns the account's session. Asks for the account if the store has several and there is a terminal.
     *
     * @throws CommandException if none or several sessions match, or if the session's handle differs from the one that
     *     the store lists
     */
    OAuthSession session(CliStore store, CliEnvironment environment) {
        return load(select(store, environment), store);
    }

    /** Selects the account; see {@link #session}. */
    Selection select(CliStore store, CliEnvironment environment) {
        if (name != null && name.did != null) {
            return byDid(Did.require(name.did), store);
        }
        if (name != null && name.handle != null) {
            return byName(name.handle, null, store, environment);
        }
        FirstSessions first = FirstSessions.of(store, session -> true);
        List<SessionSummary> found = first.found();
        if (found.isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, "No sessions in " + store.location());
        }
        if (first.matching() == 1) {
            return byDid(found.get(0).did(), store);
        }
        String names = found.stream()
                        .map(session -> session.handle()
                                .map(handle -> handle + " (" + session.did() + ")")
                                .orElse(session.did()))
                        .collect(Collectors.joining(", "))
                + (first.isComplete() ? "" : " and " + (first.matching() - found.size()) + " more");
        String typed = environment.terminal().readLine("Accounts: " + TerminalText.escape(names) + "\n" + PROMPT);
        if (typed == null || typed.isBlank()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    store.name() + " has several sessions: name one with --handle or --did. Accounts: " + names);
        }
        return byName(typed, first, store, environment);
    }

    /**
     * Returns the session of the selected account.
     *
     * @throws CommandException if there is none, or if its handle differs from the one that the store lists
     */
    OAuthSession load(Selection selection, CliStore store) {
        store.requireSessionStore();
        // Opening a missing store would create it.
        OAuthSession session = (store.exists() ? store.load(selection.did()) : Optional.<OAuthSession>empty())
                .orElseThrow(() -> new CommandException(ExitCode.NO_SESSION, selection.ifMissing()));
        String listed = selection.listedHandle();
        if (listed != null && !hasHandle(SessionSummary.of(session), listed)) {
            throw new CommandException(
                    ExitCode.STORE,
                    "The store lists the session of " + session.did() + " with the handle " + listed
                            + ", but the session has the handle " + session.handle()
                            + ". Another program may have changed the store. Select the account with --did");
        }
        return session;
    }

    IdentityResolver identities(CliEnvironment environment) {
        return network.identities(environment.clock());
    }

    private static Selection byDid(String did, CliStore store) {
        return new Selection(did, null, noSession(did, store));
    }

    private static String noSession(String did, CliStore store) {
        return "No session of " + did + " in " + store.location();
    }

    /** @param shown the sessions that the prompt has shown with their handles, or null */
    private Selection byName(String typed, @Nullable FirstSessions shown, CliStore store, CliEnvironment environment) {
        String wanted = typed.strip().replaceFirst("^(at://)?@?", "");
        if (Did.isValid(wanted)) {
            return new Selection(wanted, shown == null ? null : shown.handleOf(wanted), noSession(wanted, store));
        }
        List<SessionSummary> known = shown != null && shown.isComplete() ? shown.found() : null;
        Predicate<SessionSummary> isWanted = session -> hasHandle(session, wanted);
        FirstSessions matching = known == null ? FirstSessions.of(store, isWanted) : FirstSessions.of(known, isWanted);
        List<SessionSummary> found = matching.found();
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Several sessions have the handle " + wanted + ": use --did with one of "
                            + found.stream().map(SessionSummary::did).collect(Collectors.joining(", ")));
        }
        String none = "No session with handle " + wanted + " in " + store.location();
        if (found.isEmpty()) {
            if (matching.all() == 0) {
                throw new CommandException(ExitCode.NO_SESSION, none);
            }
            String did = renamed(wanted, none, environment);
            return new Selection(did, null, none + ", and none of the account " + did);
        }
        return new Selection(found.get(0).did(), wanted, none);
    }

    private static boolean hasHandle(SessionSummary session, String handle) {
        return handle.equalsIgnoreCase(session.handle().orElse(null));
    }

    /** Finds the account of a session that had another handle when it signed in. */
    private String renamed(String handle, String none, CliEnvironment environment) {
        try {
            return identities(environment).resolve(handle).did();
        } catch (IdentityException e) {
            throw new CommandException(ExitCode.NO_SESSION, none + ". " + e.getMessage());
        }
    }
}
