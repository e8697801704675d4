package dev.idiolect.oauth.permission;

/**
 * A parameter of a scope value.
 *
 * @param name the name; for the positional parameter, the name that it has in the specification
 * @param value the decoded value
 * @param shown the value as it was written
 * @param index where the value begins in the scope string
 */
record Parameter(String name, String value, String shown, int index) {}
