/**
 * What the facts are stored in: day partitions, the rollup, the ledger of loaded files, and the rule of how long
 * rows are kept.
 */
package telco.usage.warehouse;
