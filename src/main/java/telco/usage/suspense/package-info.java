/**
 * The records that published runs have kept aside, and what becomes of them: callers look at them, have them replayed as a
 * new run, or write them off. None of them is ever deleted, and each is settled once.
 */
package telco.usage.suspense;
