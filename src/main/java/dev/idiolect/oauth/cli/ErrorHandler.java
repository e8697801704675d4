package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LogoutException;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what failed in a line, and turns it into an exit code. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        Console talk = new Console(command.getErr());
        boolean verbose = VerboseOption.isSet(result);
        if (e instanceof CancelledException) {
            return ExitCode.INTERRUPTED;
        }
        if (e instanceof OAuthException) {
            talk.error(String.valueOf(e.getMessage()));
            for (Throwable cause = e.getCause(); verbose && cause != null; cause = cause.getCause()) {
                talk.say("  because of " + described(cause));
            }
            return code(e);
        }
        talk.error("This is a bug: " + described(e) + (verbose ? "" : ". With --verbose there is more"));
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            command.getErr().println(Printable.lines(trace.toString()));
        }
        return ExitCode.BUG;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        Console talk = new Console(command.getErr());
        talk.error(
                e instanceof UnmatchedArgumentException unmatched
                        ? UnknownArguments.described(unmatched)
                        // Some of picocli's messages begin with what is said here anyway.
                        : String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        talk.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    static String described(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    static int code(Exception e) {
        if (e instanceof CommandException own) {
            return own.exitCode();
        }
        if (e instanceof NoSessionException || e instanceof ReauthenticationRequiredException) {
            return ExitCode.NO_SESSION;
        }
        if (e instanceof StoreException) {
            return ExitCode.STORE;
        }
        if (e instanceof InvalidDidException || e instanceof InvalidClientException) {
            return ExitCode.USAGE;
        }
        if (e instanceof LoginException login) {
            return switch (login.reason()) {
                case DENIED, REFUSED, WRONG_PASSWORD, ACCOUNT_TAKEDOWN, AUTH_FACTOR_REQUIRED -> ExitCode.REFUSED;
                case UNAVAILABLE, RATE_LIMITED -> ExitCode.TRY_LATER;
                case UNKNOWN_STATE, STATE_OR_ISSUER_MISMATCH, PROTOCOL_ERROR -> ExitCode.FAILED;
            };
        }
        boolean passing = e instanceof IdentityException identity && identity.isTransient()
                || e instanceof RefreshException refresh && refresh.isTransient()
                || e instanceof LogoutException logout && logout.isTransient();
        return passing ? ExitCode.TRY_LATER : ExitCode.FAILED;
    }
}
