package telco.usage.run;

/** The steps of a run, in their order. */
public enum StepName {
    /** Checks every record and stages the good ones. */
    LOAD,
    /** Audits what was staged. */
    QUALITY,
    /** Makes the staged rows visible, in one transaction. */
    PUBLISH,
    /** Removes what is older than the law allows. */
    RETENTION
}
