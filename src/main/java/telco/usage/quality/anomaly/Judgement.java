package telco.usage.quality.anomaly;

import java.util.List;

/**
 * What comparing one measure has come to.
 *
 * @param check its name
 * @param judged how many values were compared: the file's and those of its days
 * @param unusual what is unusual, each in a sentence; the file's own comes first
 */
public record Judgement(String check, int judged, List<String> unusual) {}
