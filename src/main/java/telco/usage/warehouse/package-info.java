/**
 * What the facts are stored in: day partitions, all that is added up from them (rollup, totals, dimensions), the ledger of
 * loaded files, and the rule of how long rows are kept. Facts come in by a load and leave through one door; both keep the
 * sums equal to them in the same transaction.
 */
package telco.usage.warehouse;
