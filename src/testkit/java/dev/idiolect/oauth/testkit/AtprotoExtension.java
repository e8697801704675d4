package dev.idiolect.oauth.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The extension of {@link AtprotoTest}. */
final class AtprotoExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(AtprotoExtension.class);
    private static final List<Class<?>> TYPES = List.of(AtprotoServer.class, AtprotoAccount.class, AtprotoFaults.class);

    /** A server, and the test class that closes it. */
    private record Running(AtprotoServer server, boolean strict, String owner) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    /** Returns the server of the outermost test class, and starts it if needed. */
    private static Running running(ExtensionContext context) {
        Store store = outermost(context).getStore(NAMESPACE);
        synchronized (AtprotoExtension.class) {
            Running found = store.get(Running.class, Running.class);
            if (found != null) {
                return found;
            }
            Running started = start(context);
            store.put(Running.class, started);
            return started;
        }
    }

    private static Running start(ExtensionContext context) {
        AtprotoTest test = annotation(context)
                .orElseThrow(() -> new IllegalStateException("No @AtprotoTest on " + context.getRequiredTestClass()));
        AtprotoServer.Builder builder = AtprotoServer.builder();
        Arrays.stream(test.accounts()).forEach(builder::account);
        return new Running(builder.start(), test.strict(), context.getUniqueId());
    }

    /** Finds the annotation on the test class, or on one around it. */
    private static Optional<AtprotoTest> annotation(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        while (type != null && !type.isAnnotationPresent(AtprotoTest.class)) {
            type = type.getEnclosingClass();
        }
        return Optional.ofNullable(type).map(found -> found.getAnnotation(AtprotoTest.class));
    }

    private static ExtensionContext outermost(ExtensionContext context) {
        ExtensionContext found = context;
        Optional<ExtensionContext> parent = context.getParent();
        while (parent.isPresent()) {
            if (parent.get().getTestClass().isPresent()) {
                found = parent.get();
            }
            parent = parent.get().getParent();
        }
        return found;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Running running = running(context);
        running.server().faults().clear();
        try {
            // A test that has failed has a better message.
            if (running.strict() && context.getExecutionException().isEmpty()) {
                running.server().assertNoViolations();
            }
        } finally {
            running.server().clearViolations();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Store store = outermost(context).getStore(NAMESPACE);
        Running running = store.get(Running.class, Running.class);
        if (running != null && running.owner().equals(context.getUniqueId())) {
            store.remove(Running.class);
            running.server().close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        AtprotoServer server = running(context).server();
        Class<?> type = parameter.getParameter().getType();
        if (type == AtprotoServer.class) {
            return server;
        }
        return type == AtprotoFaults.class ? server.faults() : account(server, parameter);
    }

    private static AtprotoAccount account(AtprotoServer server, ParameterContext parameter) {
        Class<?>[] types = parameter.getDeclaringExecutable().getParameterTypes();
        long before = Arrays.stream(types)
                .limit(parameter.getIndex())
                .filter(type -> type == AtprotoAccount.class)
                .count();
        List<AtprotoAccount> accounts = server.accounts();
        if (before >= accounts.size()) {
            throw new ParameterResolutionException("Too many accounts in " + parameter.getDeclaringExecutable()
                    + ": the server has " + accounts + "; name more in @AtprotoTest(accounts = {...})");
        }
        return accounts.get((int) before);
    }
}
