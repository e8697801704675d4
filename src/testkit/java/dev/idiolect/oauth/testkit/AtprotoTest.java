package dev.idiolect.oauth.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts an {@link AtprotoServer} for the tests of a class, and closes it after the last one. Constructors, lifecycle
 * methods and tests can have these parameters:
 *
 * <ul>
 *   <li>{@link AtprotoServer}: the server.
 *   <li>{@link AtprotoAccount}: the first account; another such parameter is the second account, and so on.
 *   <li>{@link AtprotoFaults}: the faults that a test can ask for.
 * </ul>
 *
 * <p>Tests of a class share the server, its accounts and their records. Faults of methods that have not happened are
 * cancelled after each test. Nested classes use the server of the outermost class.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(AtprotoExtension.class)
public @interface AtprotoTest {

    /** {@return the handles of the accounts} */
    String[] accounts() default {"alice.test", "bob.test"};

    /** {@return whether a test fails if a client has {@linkplain AtprotoServer#violations() violated a rule} during it} */
    boolean strict() default true;
}
