/**
 * The PUBLISH step: makes the staged rows visible, with rollup, ledger and report, in one transaction.
 */
package telco.usage.publish;
