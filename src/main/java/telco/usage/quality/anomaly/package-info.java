/**
 * Compares what a file holds with what earlier files like it held: pure arithmetic on small figures, and the SQL that keeps
 * them.
 */
package telco.usage.quality.anomaly;
