/**
 * What a caller gets instead of a result: RFC 9457 problem documents with stable codes, also for what the
 * framework itself rejects.
 */
package telco.usage.problem;
