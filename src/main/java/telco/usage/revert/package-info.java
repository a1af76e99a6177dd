/** Takes a published run back: exactly its rows leave the facts, the rollup and the ledger, in one transaction. */
package telco.usage.revert;
