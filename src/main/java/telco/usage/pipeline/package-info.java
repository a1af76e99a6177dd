/**
 * The worker: claims runs, keeps them alive, takes their steps in order and ends them with a report, whatever
 * happens.
 */
package telco.usage.pipeline;
