/**
 * Generates usage files that look like the provider's: the demo's sample and the benchmark's input.
 */
package telco.usage.sample;
