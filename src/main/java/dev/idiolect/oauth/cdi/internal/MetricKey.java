package dev.idiolect.oauth.cdi.internal;

import org.jspecify.annotations.Nullable;

/**
 * One time series of a metric.
 *
 * @param metric the operation or counter
 * @param detail the attribute that is known at the start, or the value of a counter
 * @param outcome the attribute that is known at the end
 */
record MetricKey(
        Enum<?> metric, @Nullable String detail, @Nullable String outcome) {}
