package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import picocli.CommandLine.Mixin;

/** A command that works on a store of sessions. */
abstract class StoreCommand extends JsonCommand {

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    StoreCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    public final Integer call() {
        try (CliStore store = storeOptions.store(environment().variables())) {
            return run(store, console());
        }
    }

    /** Runs the command and returns its exit code. */
    abstract int run(CliStore store, Console console);

    final StoreOptions storeOptions() {
        return storeOptions;
    }

    /** Returns the advice for a session that has ended. */
    final String loginAgain(OAuthSession session) {
        return "Run: idiolect oauth login --handle " + shellSafeName(session) + storeOptions.asArguments();
    }

    // Users paste the name into a shell. A stored handle can contain any text; a DID cannot.
    private static String shellSafeName(OAuthSession session) {
        String handle = session.handle();
        return handle != null && handle.matches("[A-Za-z0-9][A-Za-z0-9.-]*") ? handle : session.did();
    }
}
