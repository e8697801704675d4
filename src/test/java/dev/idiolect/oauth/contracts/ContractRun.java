package dev.idiolect.oauth.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract with a broken store. Several runs can run at the same time. */
final class ContractRun {

    private static final String NAME = "broken";
    private static final Map<String, Broken<?, ?>> STORES = new ConcurrentHashMap<>();

    /** Passes the store to the constructor of the test class. */
    static final class Store implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Broken.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return STORES.get(context.getConfigurationParameter(NAME).orElseThrow());
        }
    }

    private ContractRun() {}

    /** Returns the names of the failed tests, with their messages. */
    static Map<String, String> failures(Class<?> contract, Broken<?, ?> store) {
        STORES.put(store.name(), store);
        Map<String, String> failures = new TreeMap<>();
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter(NAME, store.name())
                .selectors(selectClass(contract))
                .execute()
                .allEvents()
                .finished()
                .stream()
                .filter(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getStatus()
                                == TestExecutionResult.Status.FAILED)
                .forEach(event -> failures.put(
                        method(event.getTestDescriptor()),
                        event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .map(Throwable::toString)
                                .orElse("")));
        return failures;
    }

    private static String method(TestDescriptor test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseGet(test::getDisplayName);
    }

    static void requireFailures(Class<?> contract, Broken<?, ?> store) {
        Map<String, String> failures = failures(contract, store);
        assertThat(failures.keySet()).as("%s: %s", store, failures).isEqualTo(new TreeSet<>(store.failing()));
    }

    /** Returns the names of all tests of a contract. */
    static Set<String> tests(Class<?> contract) {
        return AnnotationSupport.findAnnotatedMethods(contract, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
