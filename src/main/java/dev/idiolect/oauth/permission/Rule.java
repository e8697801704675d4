package dev.idiolect.oauth.permission;

import java.util.function.Predicate;

/**
 * The values of a parameter.
 *
 * @param name the parameter
 * @param valid whether a decoded value is valid
 * @param use what a valid value is, for messages
 */
record Rule(String name, Predicate<String> valid, String use) {}
