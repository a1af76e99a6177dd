/**
 * Publishes what runs have done as Prometheus metrics, under the prefix {@code telco_}. Labels take the words of the
 * HTTP API (states, triggers, steps, dispositions, reasons) and nothing that has no end: no run id, no file name.
 */
package telco.usage.metrics;
