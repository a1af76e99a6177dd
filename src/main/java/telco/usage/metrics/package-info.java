/**
 * Publishes what runs have done as Prometheus metrics.
 */
package telco.usage.metrics;
