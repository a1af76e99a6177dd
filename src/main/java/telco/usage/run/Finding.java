package telco.usage.run;

/**
 * Something that a person should know about a run's data.
 *
 * @param check the check's name in snake case, a fixed set
 * @param count how many rows it speaks of
 * @param checked how many rows it looked at
 * @param message a sentence with what was found and what to do
 */
public record Finding(String check, Severity severity, long count, long checked, String message) {}
