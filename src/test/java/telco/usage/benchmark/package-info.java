/**
 * The benchmark: loads generated files through the packaged service and compares that with a bare COPY of the same files
 * beside it. It is no test of {@code ./mvnw verify}; the Maven profile {@code benchmark} runs it.
 */
package telco.usage.benchmark;
