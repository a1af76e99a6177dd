/**
 * What a caller gets instead of a result: RFC 9457 problem documents with stable codes, also for what the
 * framework itself rejects, bodies of the wrong type or length above all.
 */
package telco.usage.problem;
