package dev.idiolect.oauth.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts an {@link AtprotoServer} before an application on Quarkus starts in its tests, and configures the application to
 * use it. Add {@code @WithTestResource(AtprotoTestResource.class)} to a {@code @QuarkusTest}. Fields of the type
 * {@link AtprotoServer} get the server.
 *
 * <p>The argument {@value #ACCOUNTS} of the annotation names the accounts, separated by commas. This class only loads on
 * Quarkus. Quarkus calls its methods.
 */
public final class AtprotoTestResource implements QuarkusTestResourceLifecycleManager {

    /** The name of the argument with the handles of the accounts. */
    public static final String ACCOUNTS = "accounts";

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final AtprotoServer.Builder builder = AtprotoServer.builder();
    private @Nullable AtprotoServer server;

    /** Called by Quarkus. */
    public AtprotoTestResource() {}

    @Override
    public void init(Map<String, String> arguments) {
        COMMA.splitAsStream(arguments.getOrDefault(ACCOUNTS, ""))
                .filter(handle -> !handle.isEmpty())
                .forEach(builder::account);
    }

    @Override
    public Map<String, String> start() {
        AtprotoServer started = builder.start();
        server = started;
        return started.configuration();
    }

    @Override
    public void inject(TestInjector fields) {
        AtprotoServer started = server;
        if (started != null) {
            fields.injectIntoFields(started, field -> field.getType() == AtprotoServer.class);
        }
    }

    @Override
    public void stop() {
        AtprotoServer started = server;
        if (started != null) {
            started.close();
        }
    }
}
