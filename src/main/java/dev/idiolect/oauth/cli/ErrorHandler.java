package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.SecretForms;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints an error message for a failed command and maps the failure to an exit code. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Console console;

    ErrorHandler(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        boolean verbose = VerboseOption.isSet(result);
        if (e instanceof CancelledException) {
            console.flush();
            return ExitCode.INTERRUPTED;
        }
        if (e instanceof OAuthException failure) {
            console.error(String.valueOf(e.getMessage()));
            if (verbose) {
                printCauses(e);
            }
            if (failure instanceof CommandException own) {
                own.advice().ifPresent(console::info);
            }
            return exitCode(failure);
        }
        console.error("Internal error, please report it: " + describe(e)
                + (verbose ? "" : ". For the stack trace, add --verbose"));
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            command.getErr().println(TerminalText.escapeLines(SecretForms.hide(trace.toString())));
        }
        return ExitCode.BUG;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        console.error(UnknownArguments.in(e)
                // Some of picocli's messages have the prefix already.
                .orElseGet(() -> String.valueOf(e.getMessage()).replaceFirst("^Error: ", "")));
        console.info("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    // The message of an exception often contains the message of its cause.
    private void printCauses(Exception e) {
        String printed = String.valueOf(e.getMessage());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            String text = describe(cause, printed);
            console.info("  caused by " + SecretForms.hide(text));
            printed += "\n" + text;
        }
    }

    static String describe(Throwable e) {
        return describe(e, "");
    }

    /** Returns the class of an exception, and its message unless the text before it already contains it. */
    static String describe(Throwable e, String before) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null || before.contains(message) ? "" : ": " + message);
    }

    static int exitCode(OAuthException e) {
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
                case DENIED, REFUSED, WRONG_PASSWORD, ACCOUNT_TAKEDOWN, ACCOUNT_DEACTIVATED, AUTH_FACTOR_REQUIRED ->
                    ExitCode.REFUSED;
                case UNAVAILABLE, RATE_LIMITED -> ExitCode.TRY_LATER;
                case UNKNOWN_STATE, STATE_OR_ISSUER_MISMATCH, PROTOCOL_ERROR, NO_OAUTH -> ExitCode.FAILED;
            };
        }
        return e.isTransient() || isUnknownHost(e) ? ExitCode.TRY_LATER : ExitCode.FAILED;
    }

    // A DNS outage looks like a name that does not exist.
    private static boolean isUnknownHost(OAuthException e) {
        return e.getCause() instanceof ExchangeException exchange && exchange.isUnknownHost();
    }
}
