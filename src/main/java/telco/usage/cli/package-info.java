/**
 * The process: starts the service, or does one run and exits.
 */
package telco.usage.cli;
