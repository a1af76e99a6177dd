package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something that shows what a finding speaks of.
 *
 * @param line of the file, from 1; null where it is about more than one record
 * @param record as it stands in the file, or what else shows the problem; never null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sample(Long line, String record) {}
